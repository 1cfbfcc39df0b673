"use strict";
/* Drawing with vis-network: positions come from the page, physics is off until asked for. */
/** A style variable of the present theme; looked up once until the theme changes. */
KG.css = function (name) {
  var theme = KG.dark() ? "dark" : "light";
  if (KG.cssTheme !== theme) { KG.cssTheme = theme; KG.cssKnown = {}; }
  if (!(name in KG.cssKnown)) KG.cssKnown[name] = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  return KG.cssKnown[name];
};

/* Okabe and Ito's palette, darkened for white and lightened for dark ground; beyond eight groups it repeats with
   the group's name in the legend as the second cue. */
KG.GROUPS = {
  light: ["#0a66a8", "#c2500d", "#00795a", "#9c4a83", "#977000", "#2b8cc4", "#4a3f8f", "#646c78"],
  dark: ["#4fa3e0", "#f0935a", "#3fbf98", "#d991c2", "#e0b63f", "#8fd0f5", "#aaa0ec", "#a5adb9"],
};
KG.GRADES = { stated: 1, intended: 4, structural: 5, inferred: 7 };

KG.groupColor = function (value) {
  var palette = KG.GROUPS[KG.dark() ? "dark" : "light"];
  if (value === "" || value === null || value === undefined) return KG.css("--muted");
  var groups = KG.graph.groups || (KG.graph.groups = {});
  var key = KG.state.color;
  var known = groups[key] || (groups[key] = KG.groupValues(key));
  return palette[Math.max(0, known.indexOf(value)) % palette.length];
};

/** The values of a colouring, most frequent first. */
KG.groupValues = function (key) {
  var counts = new Map();
  KG.graph.data.entities.forEach(function (entity, i) {
    var value = key === "grade" ? KG.gradeOf(i) : entity[key];
    if (value !== "" && value !== undefined) counts.set(value, (counts.get(value) || 0) + 1);
  });
  return Array.from(counts.keys()).sort(function (a, b) {
    return counts.get(b) - counts.get(a) || (a < b ? -1 : 1);
  });
};

KG.nodeColor = function (node) {
  var entity = KG.graph.data.entities[node];
  if (KG.state.color === "kind") {
    var style = window.KG_LEGEND.kinds[entity.kind];
    return style ? style[KG.dark() ? "dark" : "light"] : KG.css("--muted");
  }
  if (KG.state.color === "grade") {
    var grade = KG.gradeOf(node);
    return grade ? KG.GROUPS[KG.dark() ? "dark" : "light"][KG.GRADES[grade] || 0] : KG.css("--muted");
  }
  return KG.groupColor(entity[KG.state.color]);
};

KG.nodeSize = function (node) {
  var drawn = KG.graph.data.nodes[node], entity = KG.graph.data.entities[node];
  if (KG.state.size === "same") return 12;
  if (KG.state.size === "centrality") return 8 + 26 * Math.sqrt(entity.centrality || 0);
  return drawn.size;
};

/** What vis-network is told of a node under the present state; how it looks is drawn by KG.drawNode. */
KG.visNode = function (i) {
  var place = KG.place(i);
  return {
    id: i, shape: "custom", ctxRenderer: KG.drawNode, size: KG.nodeSize(i), x: place[0], y: place[1],
    hidden: !KG.shown.nodes[i], fixed: KG.state.pinned.has(i), physics: !!KG.shown.nodes[i],
  };
};

/** Ask for a new frame; many requests make one drawing. */
KG.requestDraw = function () { KG.network.body.emitter.emit("_requestRedraw"); };

/** Where a node is drawn: dragged or pinned place, overview place, opened beside its parent, or full place. */
KG.place = function (i) {
  var state = KG.state, node = KG.graph.data.nodes[i];
  if (state.pinned.has(i)) return state.pinned.get(i);
  if (state.detail === "all" || !KG.graph.page.overview) return [node.x, node.y];
  if (node.depth <= 1) return [node.ox, node.oy];
  var parent = KG.parentOf(i);
  if (parent === null) return [node.x, node.y];
  var above = KG.graph.data.nodes[parent];
  return [above.ox + node.x - above.x, above.oy + node.y - above.y];
};

/** The nearest shown neighbour of a node that only appears on demand. */
KG.parentOf = function (i) {
  var best = null, far = Infinity, nodes = KG.graph.data.nodes;
  KG.graph.around[i].forEach(function (edge) {
    var other = KG.other(edge, i);
    if (nodes[other].depth > 1) return;
    var apart = Math.hypot(nodes[other].x - nodes[i].x, nodes[other].y - nodes[i].y);
    if (apart < far) { far = apart; best = other; }
  });
  return best;
};

KG.draw = function () {
  KG.look = KG.lookOf();
  var data = KG.graph.data, all = data.nodes.map(function (_, i) { return i; });
  KG.nodes = new vis.DataSet(all.map(KG.visNode));
  KG.edges = new vis.DataSet([]);
  KG.network = new vis.Network(KG.$("#canvas"), { nodes: KG.nodes, edges: KG.edges }, data.options);
  KG.network.on("beforeDrawing", function (ctx) { KG.placeLabels(); KG.paintEdges(ctx); });
  KG.network.on("afterDrawing", KG.drawFocus);
  KG.network.on("click", KG.clicked);
  KG.network.on("doubleClick", function (event) { if (event.nodes.length) KG.toggleOpen(event.nodes[0]); });
  KG.network.on("hoverNode", function (event) { KG.hovered = event.node; KG.requestDraw(); });
  KG.network.on("blurNode", function () { KG.hovered = null; KG.requestDraw(); });
  KG.network.on("dragStart", function () { KG.dragging = true; });
  KG.network.on("dragEnd", KG.dragged);
  KG.$("#canvas").addEventListener("mousemove", KG.pointed);
  KG.fit(false);
};

KG.clicked = function (event) {
  if (event.nodes.length) { KG.pick(event.nodes[0]); return; }
  var edge = KG.edgeAt(event.pointer.canvas);
  if (edge !== null) KG.selectEdge(edge);
  else if (KG.state.node !== null || KG.state.edge !== null) KG.update({ node: null, edge: null, path: [] });
};

KG.dragged = function (event) {
  KG.dragging = false;
  KG.requestDraw();
  event.nodes.forEach(function (node) {
    var at = KG.network.getPosition(node);
    KG.state.pinned.set(node, [Math.round(at.x), Math.round(at.y)]);
  });
  if (event.nodes.length) KG.update({}, { quiet: true });
};

/** The nodes and edges to lift out: the hovered or selected node with its neighbours, an edge, or a path. */
KG.focusSet = function () {
  var state = KG.state, graph = KG.graph, edges = [], nodes = new Set();
  var centre = KG.hovered !== null && KG.hovered !== undefined ? KG.hovered : state.node;
  if (state.path.length > 1 && (KG.hovered === null || KG.hovered === undefined)) {
    edges = state.pathEdges || [];
    state.path.forEach(function (node) { nodes.add(node); });
  } else if (state.edge !== null && centre === state.node) edges = [state.edge];
  else if (centre !== null) { nodes.add(centre); edges = graph.around[centre]; }
  edges = edges.filter(function (e) { return KG.shown.edges[e]; });
  edges.forEach(function (e) { nodes.add(graph.data.edges[e].from); nodes.add(graph.data.edges[e].to); });
  return { nodes: nodes, edges: edges };
};

/** Veil the drawing and draw the focus again on top, far cheaper than restyling every node; then the labels. */
KG.drawFocus = function (ctx) {
  var focus = KG.focusSet(), body = KG.network.body;
  if (!focus.nodes.size) {
    if (KG.hoveredEdge !== null && KG.hoveredEdge !== undefined && KG.shown.edges[KG.hoveredEdge]) KG.liftEdges(ctx, [KG.hoveredEdge]);
    KG.drawLabels(ctx);
    return;
  }
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.globalAlpha = 0.82;
  ctx.fillStyle = KG.css("--canvas");
  ctx.fillRect(0, 0, ctx.canvas.width, ctx.canvas.height);
  ctx.restore();
  KG.liftEdges(ctx, focus.edges);
  focus.nodes.forEach(function (node) { if (KG.shown.nodes[node]) body.nodes[node].draw(ctx); });
  KG.drawLabels(ctx);
  if (KG.cursor !== null && document.activeElement === KG.$("#stage") && KG.shown.nodes[KG.cursor]) KG.drawCursor(ctx);
};

KG.drawCursor = function (ctx) {
  var at = KG.network.getPosition(KG.cursor);
  ctx.save();
  ctx.lineWidth = 3 / KG.network.getScale();
  ctx.strokeStyle = KG.css("--accent");
  ctx.beginPath();
  ctx.arc(at.x, at.y, KG.radius(KG.cursor) + 7 / KG.network.getScale(), 0, 2 * Math.PI);
  ctx.stroke();
  ctx.restore();
};

KG.lookOf = function () {
  var state = KG.state;
  return JSON.stringify([state.color, state.size, state.detail, KG.lang, KG.dark(), state.places, Array.from(state.pinned)]);
};

/** Bring the drawing to the state: only what changed is told to vis-network. */
KG.refresh = function (everything) {
  var before = KG.shown, state = KG.state;
  KG.computeShown();
  var look = KG.lookOf();
  if (everything || look !== KG.look) {
    KG.look = look;
    KG.nodes.update(KG.graph.data.nodes.map(function (_, i) { return KG.visNode(i); }));
  } else {
    KG.tell(KG.nodes, KG.changedFlags(before.nodes, KG.shown.nodes));
  }
  if (KG.physics) KG.springs(true);
  KG.showChoice();
};

/** Pass changes on; an empty list would still make vis-network go through everything. */
KG.tell = function (set, changes) { if (changes.length) set.update(changes); };

/** Mark the chosen node or statement in the drawing. */
KG.showChoice = function () {
  var state = KG.state, before = KG.network.getSelection();
  if (before.nodes.length) KG.network.unselectAll();
  if (state.node !== null && KG.shown.nodes[state.node]) KG.network.selectNodes([state.node], false);
  KG.requestDraw();
};

KG.changedFlags = function (before, after) {
  var changes = [];
  for (var i = 0; i < after.length; i += 1) {
    if (before[i] !== after[i]) changes.push({ id: i, hidden: !after[i], physics: !!after[i] });
  }
  return changes;
};

/** Put a copy of the drawing into the page for paper, in light colours; its canvas is emptied when it is resized. */
KG.copyForPrint = function () {
  var root = document.documentElement, before = root.dataset.theme, source = KG.$("#canvas canvas");
  var copy = KG.$("#print-copy") || KG.$("#stage").appendChild(KG.h("canvas", { id: "print-copy", "aria-hidden": "true" }));
  root.dataset.theme = "light";
  KG.network.redraw();
  copy.width = source.width;
  copy.height = source.height;
  copy.getContext("2d").drawImage(source, 0, 0);
  if (before) root.dataset.theme = before; else delete root.dataset.theme;
  KG.network.redraw();
};

KG.calm = function () { return window.matchMedia("(prefers-reduced-motion: reduce)").matches; };

KG.fit = function (moving) {
  var ids = [];
  KG.shown.nodes.forEach(function (on, i) { if (on) ids.push(i); });
  if (ids.length) KG.network.fit({ nodes: ids, maxZoomLevel: 1.3, animation: moving && !KG.calm() ? { duration: 350 } : false });
};

/** Fly to a node and, unless they are many, its shown neighbours. */
KG.flyTo = function (node) {
  var near = KG.graph.around[node].map(function (edge) { return KG.other(edge, node); }).filter(function (n) { return KG.shown.nodes[n]; });
  KG.network.fit({
    nodes: near.length <= 30 ? [node].concat(near) : [node], maxZoomLevel: 1.1,
    animation: KG.calm() ? false : { duration: 450, easingFunction: "easeInOutQuad" },
  });
};

KG.zoom = function (factor) {
  KG.network.moveTo({ scale: KG.network.getScale() * factor, animation: KG.calm() ? false : { duration: 150 } });
};

KG.setPhysics = function (on) {
  KG.physics = on;
  KG.springs(on);
  KG.network.setOptions({ physics: Object.assign({}, KG.graph.data.options.physics, { enabled: on }) });
};
