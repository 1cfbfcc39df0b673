"use strict";
/* One place where the view changes: state → address (hash) and history → drawing, panel, legend, table. */
KG.listeners = [];

/** Change the state; opts.push makes a history entry, opts.quiet leaves the drawing alone. */
KG.update = function (patch, opts) {
  var options = opts || {};
  Object.assign(KG.state, patch);
  if (!options.quiet) KG.refresh();
  KG.writeAddress(options.push);
  KG.listeners.forEach(function (listener) { listener(options); });
};

KG.encodeState = function () {
  var s = KG.state, parts = [];
  var put = function (key, value) { if (value) parts.push(key + "=" + encodeURIComponent(value)); };
  var ids = function (values) { return Array.from(values).map(KG.keyOf).join("|"); };
  if (s.node !== null) put("node", KG.keyOf(s.node));
  if (s.edge !== null) put("edge", KG.edgeKey(s.edge));
  put("off", Array.from(s.offKinds).join("|"));
  put("offrel", Array.from(s.offPredicates).join("|"));
  put("hidden", ids(s.hidden));
  put("open", ids(s.opened));
  put("closed", ids(s.closed));
  put("pins", Array.from(s.pinned).map(function (pin) { return KG.keyOf(pin[0]) + "@" + pin[1].join(","); }).join("|"));
  put("path", ids(s.path.length ? [s.path[0], s.path[s.path.length - 1]] : []));
  put("places", s.places.some(Boolean) ? s.places.join("|") : "");
  if (s.color !== "kind") put("color", s.color);
  if (s.size !== "degree") put("size", s.size);
  if (KG.graph.page.overview && s.detail === "all") put("detail", "all");
  return parts.join("&");
};

/* An entity is named in the address by its local name, an edge by its ends: both survive a rebuild. */
KG.keyOf = function (node) {
  var entity = KG.graph.data.entities[node];
  return entity.key || String(node);
};
KG.nodeOf = function (key) {
  var entities = KG.graph.data.entities;
  for (var i = 0; i < entities.length; i += 1) if (KG.keyOf(i) === key) return i;
  return null;
};
KG.edgeKey = function (edge) {
  var e = KG.graph.data.edges[edge], s = KG.graph.data.statements[edge];
  return [KG.keyOf(e.from), s.predicate + (s.mode ? "." + s.mode : ""), KG.keyOf(e.to)].join("~");
};
KG.edgeOf = function (key) {
  for (var i = 0; i < KG.graph.data.edges.length; i += 1) if (KG.edgeKey(i) === key) return i;
  return null;
};

KG.decodeState = function (hash) {
  var state = KG.initialState(), given = new URLSearchParams(hash.replace(/^#/, ""));
  var list = function (key) { return (given.get(key) || "").split("|").filter(Boolean); };
  var nodes = function (key) { return list(key).map(KG.nodeOf).filter(function (n) { return n !== null; }); };
  if (given.get("node")) state.node = KG.nodeOf(given.get("node"));
  if (given.get("edge")) state.edge = KG.edgeOf(given.get("edge"));
  state.offKinds = new Set(list("off"));
  state.offPredicates = new Set(list("offrel"));
  state.hidden = new Set(nodes("hidden"));
  state.opened = new Set(nodes("open"));
  state.closed = new Set(nodes("closed"));
  list("pins").forEach(function (pin) {
    var parts = pin.split("@"), node = KG.nodeOf(parts[0]), at = (parts[1] || "").split(",").map(Number);
    if (node !== null && at.length === 2 && at.every(Number.isFinite)) state.pinned.set(node, at);
  });
  var path = nodes("path");
  if (path.length === 2) KG.setPath(state, path[0], path[1]);
  if (["group", "community", "grade"].indexOf(given.get("color")) >= 0) state.color = given.get("color");
  if (["centrality", "same"].indexOf(given.get("size")) >= 0) state.size = given.get("size");
  var covered = KG.graph.page.coverage, known = covered ? covered.regions : [];
  state.places = (given.get("places") || "|").split("|").slice(0, 2).map(function (name) { return known.indexOf(name) < 0 ? "" : name; });
  if (given.get("detail") === "all") state.detail = "all";
  return state;
};

KG.writeAddress = function (push) {
  var hash = KG.encodeState(), present = window.location.hash.replace(/^#/, "");
  if (hash === present) return;
  var address = hash ? "#" + hash : window.location.pathname + window.location.search;
  try {
    if (push) window.history.pushState(null, "", address);
    else window.history.replaceState(null, "", address);
  } catch (_) { /* some browsers refuse to rewrite file: addresses; the view still works */ }
};

KG.readAddress = function () {
  KG.state = KG.decodeState(window.location.hash);
};

KG.setPath = function (state, from, to) {
  var before = KG.state;
  KG.state = state;
  var found = KG.shortestPath(from, to);
  KG.state = before;
  state.path = found ? found.nodes : [];
  state.pathEdges = found ? found.edges : [];
  return found;
};

KG.say = function (text) { KG.$("#live").textContent = text; };

/** A node was clicked or chosen: select it, or take it as an end of a path. */
KG.pick = function (node) {
  var state = KG.state;
  if (!state.picking) { KG.selectNode(node); return; }
  if (state.pathStart === null || state.pathStart === undefined) {
    KG.update({ pathStart: node, node: node, edge: null, path: [] });
    KG.note(KG.t("pathSecond"));
    return;
  }
  KG.findPath(state.pathStart, node);
};

KG.findPath = function (from, to) {
  var found = KG.setPath(KG.state, from, to);
  KG.update({ picking: false, pathStart: null, node: null, edge: null }, { push: true });
  KG.note(found ? KG.t("pathFound", { n: found.edges.length }) : KG.t("pathNone"), 3500);
  if (found) KG.network.fit({ nodes: found.nodes, maxZoomLevel: 1.2, animation: !KG.calm() });
};

KG.selectNode = function (node, fly) {
  KG.cursor = node;
  KG.update({ node: node, edge: null, path: [] }, { push: true });
  KG.say(KG.t("nodeSpoken", {
    name: KG.name(node), kind: KG.word("kinds", KG.graph.data.entities[node].kind), n: KG.graph.around[node].length,
  }));
  if (fly) KG.flyTo(node);
  if (window.innerWidth <= 900) KG.$("#stage").scrollIntoView({ behavior: KG.calm() ? "auto" : "smooth", block: "start" });
};

KG.selectEdge = function (edge, fly) {
  KG.update({ node: null, edge: edge, path: [] }, { push: true });
  var ends = KG.graph.data.edges[edge];
  KG.say(KG.name(ends.from) + " " + KG.relation(edge) + " " + KG.name(ends.to));
  if (fly) KG.network.fit({ nodes: [ends.from, ends.to], maxZoomLevel: 1.1, animation: !KG.calm() });
};

KG.toggleOpen = function (node) {
  var state = KG.state, hiddenNeighbour = KG.graph.around[node].some(function (edge) {
    return !KG.shown.nodes[KG.other(edge, node)];
  });
  if (hiddenNeighbour) { state.opened.add(node); state.closed.delete(node); }
  else { state.opened.delete(node); state.closed.add(node); }
  KG.update({}, { push: true });
};

KG.togglePin = function (node) {
  if (KG.state.pinned.has(node)) KG.state.pinned.delete(node);
  else { var at = KG.network.getPosition(node); KG.state.pinned.set(node, [Math.round(at.x), Math.round(at.y)]); }
  KG.update({}, { push: true });
};

KG.hideNode = function (node) {
  KG.state.hidden.add(node);
  KG.update({ node: null, edge: null }, { push: true });
};

KG.note = function (text, milliseconds) {
  var note = KG.$("#note");
  note.textContent = text;
  note.hidden = !text;
  window.clearTimeout(KG.noteTimer);
  if (milliseconds) KG.noteTimer = window.setTimeout(function () { note.hidden = true; }, milliseconds);
};
