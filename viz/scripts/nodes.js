"use strict";
/* How nodes and labels are drawn: shapes keep their size on the screen better than the distances between them,
   and labels have a constant size and give way to busier ones, as on a map. */
KG.FONT = '"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",sans-serif';

/** Radius in canvas units of a node at the present zoom. */
KG.radius = function (i) {
  var scale = KG.network.getScale();
  return KG.nodeSize(i) * 0.72 * Math.pow(scale, scale < 1 ? -0.5 : -0.3);
};

KG.boxed = function (i) { return KG.graph.data.nodes[i].shape === "box"; };

/** Lines of a node's label, and their width in pixels at its font size. */
KG.labelOf = function (i) {
  var grade = KG.state.color === "grade" ? KG.gradeOf(i) : "", key = i + KG.lang + grade, known = KG.labels || (KG.labels = {});
  if (known[key]) return known[key];
  var node = KG.graph.data.nodes[i], entity = KG.graph.data.entities[i];
  var text = KG.lang === "en" && entity.en ? entity.en : node.label;
  var lines = text.split("\n").concat(grade ? ["【" + KG.word("grades", grade) + "】"] : []), size = node.depth === 0 && entity.kind !== "ChainStage" ? 17 : KG.boxed(i) ? 13 : node.degree > 7 ? 13.5 : 12;
  var ctx = KG.measure || (KG.measure = document.createElement("canvas").getContext("2d"));
  ctx.font = KG.fontOf(i, size);
  var width = Math.max.apply(null, lines.map(function (line) { return ctx.measureText(line).width; }));
  known[key] = { lines: lines, size: size, width: width, height: lines.length * size * 1.22 };
  return known[key];
};

KG.fontOf = function (i, size) {
  return (KG.boxed(i) || KG.graph.data.nodes[i].degree > 7 ? "600 " : "") + size + "px " + KG.FONT;
};

/** Width and height in canvas units of a node as it is drawn, and its label where that stands in a box. */
KG.extent = function (i) {
  var scale = KG.network ? KG.network.getScale() : 1, r = KG.network ? KG.radius(i) : 10, boxed = KG.boxed(i);
  var label = boxed && (!KG.openBoxes || KG.openBoxes.has(i)) ? KG.labelOf(i) : null;
  return {
    boxed: boxed, label: label, r: r, scale: scale,
    width: label ? (label.width + 20) / scale : 2 * r, height: label ? (label.height + 9) / scale : boxed ? 1.3 * r : 2 * r,
  };
};

/** The renderer that vis-network calls for each node. */
KG.drawNode = function (given) {
  var i = given.id, ctx = given.ctx, x = given.x, y = given.y, size = KG.extent(i), width = size.width, height = size.height;
  return {
    drawNode: function () {
      if (size.label) return; // boxes with names lie above all else: KG.drawLabels
      ctx.save();
      if (size.boxed) KG.paintBox(ctx, i, x, y, width, height, size.scale, null);
      else KG.paintShape(ctx, i, x, y, size.r, size.scale);
      ctx.restore();
    },
    nodeDimensions: { width: width, height: height },
  };
};

KG.paintShape = function (ctx, i, x, y, r, scale) {
  var shape = KG.graph.data.nodes[i].shape;
  var chosen = KG.state.node === i || KG.hovered === i, pinned = KG.state.pinned.has(i);
  ctx.translate(x, y);
  ctx.scale(r, r);
  var path = KG.unitPath(shape);
  ctx.fillStyle = KG.nodeColor(i);
  ctx.strokeStyle = chosen ? KG.css("--accent") : pinned ? KG.css("--ink") : KG.css("--canvas");
  ctx.lineWidth = (chosen || pinned ? 3 : 1.4) / (r * scale);
  ctx.stroke(path);
  ctx.fill(path);
};

KG.paintBox = function (ctx, i, x, y, width, height, scale, label) {
  var color = KG.nodeColor(i), filled = KG.graph.data.entities[i].kind === "Region";
  var chosen = KG.state.node === i || KG.hovered === i;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - height / 2, width, height, Math.min((filled ? 7 : 3) / scale, height / 3));
  ctx.fillStyle = filled ? color : KG.css("--canvas");
  ctx.strokeStyle = chosen ? KG.css("--accent") : color;
  ctx.lineWidth = (chosen ? 3.5 : 1.5) / scale;
  if (KG.gradeOf(i)) ctx.setLineDash([5 / scale, 3 / scale]);
  ctx.fill();
  ctx.stroke();
  if (!label) return;
  ctx.fillStyle = filled ? KG.css("--canvas") : color;
  KG.writeLines(ctx, i, label, x, y, scale);
};

KG.writeLines = function (ctx, i, label, x, y, scale) {
  ctx.font = KG.fontOf(i, label.size / scale);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  label.lines.forEach(function (line, row) {
    var at = y + (row - (label.lines.length - 1) / 2) * label.size * 1.22 / scale;
    if (KG.halo) ctx.strokeText(line, x, at);
    ctx.fillText(line, x, at);
  });
};

/** Nodes in the order in which their labels are placed: the page's subject, regions, then the busiest. */
KG.labelOrder = function () {
  if (!KG.graph.order) {
    var nodes = KG.graph.data.nodes;
    KG.graph.order = nodes.map(function (_, i) { return i; }).sort(function (a, b) {
      return nodes[a].depth - nodes[b].depth || nodes[b].degree - nodes[a].degree || a - b;
    });
  }
  return KG.graph.order;
};

/** Decide, before each drawing, what has room for its name: boxes and labels that would cover an earlier one wait. */
KG.placeLabels = function () {
  var scale = KG.network.getScale(), view = KG.network.getViewPosition(), stage = KG.$("#canvas");
  var w = stage.clientWidth, h = stage.clientHeight, taken = [], body = KG.network.body.nodes, only = KG.focusSet().nodes;
  var covered = function (box) { return taken.some(function (t) { return t[0] < box[2] && box[0] < t[2] && t[1] < box[3] && box[1] < t[3]; }); };
  KG.labelled = [];
  KG.openBoxes = new Set();
  var order = KG.labelOrder();
  if (KG.state.color === "grade") order = order.filter(KG.gradeOf).concat(order.filter(function (i) { return !KG.gradeOf(i); }));
  if (only.size) order = Array.from(only).sort(function (a, b) { return (a === KG.hovered || a === KG.state.node ? -1 : 0) - (b === KG.hovered || b === KG.state.node ? -1 : 0) || order.indexOf(a) - order.indexOf(b); });
  order.forEach(function (i) {
    if (!KG.shown.nodes[i] || taken.length > 400) return;
    var node = body[i], x = (node.x - view.x) * scale + w / 2, y = (node.y - view.y) * scale + h / 2;
    if (x < -80 || y < -40 || x > w + 80 || y > h + 40) return;
    var label = KG.labelOf(i), boxed = KG.boxed(i), half = label.width / 2 + (boxed ? 11 : 2);
    var top = boxed ? y - label.height / 2 - 6 : y + KG.radius(i) * scale + 3;
    var box = [x - half, top, x + half, top + label.height + (boxed ? 12 : 0)];
    if (covered(box)) return;
    taken.push(box);
    if (boxed) KG.openBoxes.add(i);
    else KG.labelled.push([i, top + label.height / 2 - y]);
  });
};

/** Draw the boxes and write the labels that have room, at a constant size. */
KG.drawLabels = function (ctx) {
  var scale = KG.network.getScale(), body = KG.network.body.nodes;
  Array.from(KG.openBoxes).reverse().forEach(function (i) {
    var size = KG.extent(i);
    ctx.save();
    KG.paintBox(ctx, i, body[i].x, body[i].y, size.width, size.height, scale, size.label);
    ctx.restore();
  });
  KG.halo = true;
  ctx.strokeStyle = KG.css("--canvas");
  ctx.fillStyle = KG.css("--ink");
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5 / scale;
  KG.labelled.forEach(function (entry) {
    var i = entry[0];
    KG.writeLines(ctx, i, KG.labelOf(i), body[i].x, body[i].y + entry[1] / scale, scale);
  });
  KG.halo = false;
};

/** Unit path of a shape, made once. */
KG.unitPath = function (shape) {
  var known = KG.unitPaths || (KG.unitPaths = {});
  if (!known[shape]) known[shape] = new Path2D(KG.shapePath(shape, 0, 0, shape === "square" ? 0.84 : shape === "dot" ? 0.95 : 1.1));
  return known[shape];
};
