"use strict";
/* How statements are drawn and hit. vis-network gets them only while the layout moves: a thousand lines that
   share a colour are one stroke here, and no object each there. */

/** What a line looks like under the present theme; the same for all statements of a predicate. */
KG.edgeLook = function (e) {
  var predicate = KG.graph.data.statements[e].predicate, theme = KG.dark() ? "dark" : "light";
  var known = KG.edgeLooks || (KG.edgeLooks = {}), key = theme + predicate;
  if (!known[key]) {
    var style = window.KG_LEGEND.predicates[predicate] || {};
    known[key] = { color: style[theme] || KG.css("--muted"), dashes: style.dash || [], end: style.end, width: predicate === "restricts" ? 2 : 1.2 };
  }
  return known[key];
};

/** Where the bend of a line lies: the control point of its curve, null where it is straight. */
KG.bendOf = function (e, a, b) {
  var smooth = KG.graph.data.edges[e].smooth;
  if (!smooth) return null;
  var bend = smooth.roundness * (smooth.type === "curvedCW" ? 1 : -1);
  return { x: 0.5 * (a.x + b.x) + bend * (b.y - a.y), y: 0.5 * (a.y + b.y) - bend * (b.x - a.x) };
};

/** Add a line to the present path; a statement of a thing about itself is a loop above it. */
KG.traceEdge = function (ctx, e) {
  var edge = KG.graph.data.edges[e], body = KG.network.body.nodes, a = body[edge.from], b = body[edge.to];
  var bend = KG.bendOf(e, a, b), r = edge.from === edge.to ? KG.radius(edge.from) : 0;
  if (r) { ctx.moveTo(a.x + r, a.y - r); ctx.arc(a.x, a.y - r, r, 0, 2 * Math.PI); return; }
  ctx.moveTo(a.x, a.y);
  if (bend) ctx.quadraticCurveTo(bend.x, bend.y, b.x, b.y); else ctx.lineTo(b.x, b.y);
};

/** Draw the head of a line at the border of its object: an arrow, or a bar for a restriction. */
KG.paintHead = function (ctx, e, scale) {
  var edge = KG.graph.data.edges[e], body = KG.network.body.nodes, b = body[edge.to], look = KG.edgeLook(e);
  if (edge.from === edge.to) return;
  var a = KG.bendOf(e, body[edge.from], b) || body[edge.from], away = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  var cos = (b.x - a.x) / away, sin = (b.y - a.y) / away, size = KG.extent(edge.to), long = 6.5 + 2 * look.width;
  var back = (size.boxed ? Math.min(size.width / Math.abs(cos || 1e-9), size.height / Math.abs(sin || 1e-9)) / 2 : size.width / 2) + 1.5 / scale;
  var x = b.x - back * cos, y = b.y - back * sin, half = long * (look.end === "bar" ? 0.7 : 0.42);
  ctx.beginPath();
  if (look.end === "bar") {
    ctx.moveTo(x - half * sin, y + half * cos);
    ctx.lineTo(x + half * sin, y - half * cos);
    ctx.stroke();
    return;
  }
  ctx.moveTo(x, y);
  ctx.lineTo(x - long * cos - half * sin, y - long * sin + half * cos);
  ctx.lineTo(x - long * cos + half * sin, y - long * sin - half * cos);
  ctx.fill();
};

/** Set the pen for a line; dashes and heads that would be smaller than a pixel are left out. */
KG.pen = function (ctx, look, scale, strong) {
  ctx.strokeStyle = ctx.fillStyle = look.color;
  ctx.lineWidth = Math.max(look.width * (strong ? 1.5 : 1), 0.35 / scale);
  ctx.setLineDash(scale > 0.3 ? look.dashes : []);
};

KG.TOGETHER = 100;
KG.BUSY = 2500;

/** Draw all statements that are shown and in view, those of one look together. */
KG.paintEdges = function (ctx) {
  var data = KG.graph.data, body = KG.network.body.nodes, scale = KG.network.getScale(), looks = new Map();
  if (KG.dragging && data.edges.length > KG.BUSY) return;
  var at = KG.network.getViewPosition(), stage = KG.$("#canvas"), w = stage.clientWidth / scale / 2 + 60, h = stage.clientHeight / scale / 2 + 60;
  var left = at.x - w, right = at.x + w, top = at.y - h, bottom = at.y + h;
  KG.shown.edges.forEach(function (on, e) {
    if (!on) return;
    var edge = data.edges[e], a = body[edge.from], b = body[edge.to];
    if (!edge.smooth && ((a.x < left && b.x < left) || (a.x > right && b.x > right) || (a.y < top && b.y < top) || (a.y > bottom && b.y > bottom))) return;
    var look = KG.edgeLook(e), same = looks.get(look);
    if (same) same.push(e); else looks.set(look, [e]);
  });
  ctx.save();
  ctx.globalAlpha = 0.75;
  looks.forEach(function (edges, look) {
    KG.pen(ctx, look, scale);
    for (var i = 0; i < edges.length; i += KG.TOGETHER) {
      ctx.beginPath();
      for (var j = i; j < Math.min(i + KG.TOGETHER, edges.length); j += 1) KG.traceEdge(ctx, edges[j]);
      ctx.stroke();
    }
    ctx.setLineDash([]);
    if (scale > 0.3) edges.forEach(function (e) { KG.paintHead(ctx, e, scale); });
  });
  ctx.restore();
};

/** Draw some statements once more, on top and stronger. */
KG.liftEdges = function (ctx, edges) {
  var scale = KG.network.getScale();
  ctx.save();
  edges.forEach(function (e) {
    KG.pen(ctx, KG.edgeLook(e), scale, e === KG.state.edge || e === KG.hoveredEdge);
    ctx.beginPath();
    KG.traceEdge(ctx, e);
    ctx.stroke();
    ctx.setLineDash([]);
    KG.paintHead(ctx, e, scale);
  });
  ctx.restore();
};

/** The shown statement whose line passes nearest to a point of the canvas, within seven pixels; null for none. */
KG.edgeAt = function (point) {
  var data = KG.graph.data, body = KG.network.body.nodes, near = 7 / KG.network.getScale(), best = null;
  var apart = function (a, b) {
    var dx = b.x - a.x, dy = b.y - a.y, along = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy || 1);
    var t = Math.max(0, Math.min(1, along));
    return Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
  };
  KG.shown.edges.forEach(function (on, e) {
    if (!on) return;
    var edge = data.edges[e], a = body[edge.from], b = body[edge.to], bend = KG.bendOf(e, a, b), far = Infinity;
    if (edge.from === edge.to) { var r = KG.radius(edge.from); far = Math.abs(Math.hypot(point.x - a.x, point.y - a.y + r) - r); }
    else if (!bend) far = apart(a, b);
    else {
      var before = a;
      for (var i = 1; i <= 12; i += 1) {
        var t = i / 12, u = 1 - t, next = { x: u * u * a.x + 2 * u * t * bend.x + t * t * b.x, y: u * u * a.y + 2 * u * t * bend.y + t * t * b.y };
        far = Math.min(far, apart(before, next));
        before = next;
      }
    }
    if (far < near) { near = far; best = e; }
  });
  return best;
};

/** Show by the pointer, and in small graphs by the line itself, that a statement can be opened. */
KG.pointed = function (event) {
  if (event.buttons || !KG.network) return;
  var box = KG.$("#canvas").getBoundingClientRect(), dom = { x: event.clientX - box.left, y: event.clientY - box.top };
  var over = KG.hovered === null || KG.hovered === undefined ? KG.edgeAt(KG.network.DOMtoCanvas(dom)) : null;
  KG.$("#canvas").style.cursor = over !== null || KG.network.getNodeAt(dom) !== undefined ? "pointer" : "";
  if (over === KG.hoveredEdge) return;
  KG.hoveredEdge = over;
  if (KG.graph.data.edges.length <= KG.BUSY) KG.requestDraw();
};

/** Give the moving layout the shown statements as springs, or take them away. */
KG.springs = function (on) {
  KG.edges.clear();
  if (!on) return;
  var springs = [];
  KG.shown.edges.forEach(function (shown, e) {
    if (shown) springs.push({ id: e, from: KG.graph.data.edges[e].from, to: KG.graph.data.edges[e].to, hidden: true });
  });
  KG.edges.add(springs);
};
