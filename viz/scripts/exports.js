"use strict";
/* What is shown, as a file: PNG, SVG, JSON, GraphML, CSV. */
KG.shownGraph = function () {
  var data = KG.graph.data, nodes = [], edges = [];
  KG.shown.nodes.forEach(function (on, i) {
    if (!on) return;
    var entity = data.entities[i];
    nodes.push({ id: entity.iri || String(i), label: entity.name, kind: entity.kind, aliases: entity.aliases, code: entity.code, group: entity.group });
  });
  KG.shown.edges.forEach(function (on, e) {
    if (!on) return;
    var edge = data.edges[e], s = data.statements[e];
    edges.push({
      source: data.entities[edge.from].iri || String(edge.from), target: data.entities[edge.to].iri || String(edge.to),
      predicate: s.predicate, mode: s.mode, scope: s.scope, threshold: s.threshold, strength: s.strength, when: s.when, inferred: s.inferred,
      evidence: s.evidence.map(function (item) {
        var passage = data.passages[item.passage], text = Array.from(passage.text);
        return { clause: passage.iri, document: passage.doc, line: passage.line, quote: text.slice(item.start, item.end || text.length).join("").trim() };
      }),
    });
  });
  return { title: data.page.title, nodes: nodes, edges: edges };
};

KG.escape = function (text) {
  return String(text).replace(/[&<>"']/g, function (c) { return "&#" + c.charCodeAt(0) + ";"; })
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");
};

KG.graphml = function () {
  var graph = KG.shownGraph(), esc = KG.escape;
  var nodeKeys = ["label", "kind", "code", "group"], edgeKeys = ["predicate", "mode", "scope", "strength", "when", "quote", "document", "line"];
  var key = function (family) { return function (name) { return '<key id="' + family[0] + "_" + name + '" for="' + family + '" attr.name="' + name + '" attr.type="string"/>'; }; };
  var data = function (family, name, value) { return value === "" || value === undefined ? "" : '<data key="' + family[0] + "_" + name + '">' + esc(value) + "</data>"; };
  var lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    .concat(nodeKeys.map(key("node")), edgeKeys.map(key("edge")), ['<graph edgedefault="directed">']);
  graph.nodes.forEach(function (node) {
    lines.push('<node id="' + esc(node.id) + '">' + nodeKeys.map(function (k) { return data("node", k, node[k]); }).join("") + "</node>");
  });
  graph.edges.forEach(function (edge, i) {
    var first = edge.evidence[0] || {}, flat = Object.assign({}, edge, { quote: first.quote, document: first.document, line: first.line });
    lines.push('<edge id="e' + i + '" source="' + esc(edge.source) + '" target="' + esc(edge.target) + '">' + edgeKeys.map(function (k) { return data("edge", k, flat[k]); }).join("") + "</edge>");
  });
  return lines.concat(["</graph>", "</graphml>", ""]).join("\n");
};

/** A CSV that a spreadsheet opens safely: BOM, quoted cells, and no cell that starts a formula. */
KG.csv = function () {
  var cell = function (value) {
    var text = String(value === undefined ? "" : value);
    if (/^[=+\-@\t\r]/.test(text)) text = "'" + text;
    return '"' + text.replace(/"/g, '""') + '"';
  };
  var rows = [["subject", "predicate", "object", "mode", "scope", "threshold", "strength", "when", "quote", "document", "line"]];
  var names = new Map(KG.shownGraph().nodes.map(function (node) { return [node.id, node.label]; }));
  KG.shownGraph().edges.forEach(function (edge) {
    var first = edge.evidence[0] || {};
    rows.push([names.get(edge.source), edge.predicate, names.get(edge.target), edge.mode, edge.scope, edge.threshold, edge.strength, edge.when, first.quote, first.document, first.line]);
  });
  return "\ufeff" + rows.map(function (row) { return row.map(cell).join(","); }).join("\r\n") + "\r\n";
};

/** The drawing as SVG, from the same positions, shapes and colours. */
KG.svgText = function () {
  var ids = [], esc = KG.escape, out = [], font = "font-family='" + KG.FONT.replace(/"/g, "&quot;") + "'";
  KG.shown.nodes.forEach(function (on, i) { if (on) ids.push(i); });
  var at = KG.network.getPositions(ids), xs = ids.map(function (i) { return at[i].x; }), ys = ids.map(function (i) { return at[i].y; });
  var left = Math.min.apply(null, xs) - 90, top = Math.min.apply(null, ys) - 60;
  var width = Math.max.apply(null, xs) - left + 90, height = Math.max.apply(null, ys) - top + 80;
  KG.shown.edges.forEach(function (on, e) {
    if (!on) return;
    var edge = KG.graph.data.edges[e], look = KG.edgeLook(e), a = at[edge.from], b = at[edge.to], bend = KG.bendOf(e, a, b);
    var mid = bend ? "Q" + bend.x.toFixed(1) + "," + bend.y.toFixed(1) + " " : "L";
    out.push('<path d="M' + a.x + "," + a.y + mid + b.x + "," + b.y + '" fill="none" stroke="' + look.color + '" stroke-opacity=".7" stroke-width="' + look.width +
      '"' + (look.dashes.length ? ' stroke-dasharray="' + look.dashes.join(" ") + '"' : "") + "/>");
  });
  ids.forEach(function (i) {
    var label = KG.labelOf(i), boxed = KG.boxed(i), color = KG.nodeColor(i), x = at[i].x, y = at[i].y, size = label.size;
    var filled = KG.graph.data.entities[i].kind === "Region", r = KG.nodeSize(i) * 0.8;
    if (boxed) {
      out.push('<rect x="' + (x - label.width / 2 - 10) + '" y="' + (y - label.height / 2 - 5) + '" width="' + (label.width + 20) + '" height="' + (label.height + 10) +
        '" rx="6" fill="' + (filled ? color : KG.css("--canvas")) + '" stroke="' + color + '"/>');
      y += size * 0.36 - (label.lines.length - 1) * size * 0.61;
    } else {
      out.push('<path d="' + KG.shapePath(KG.graph.data.nodes[i].shape, x, y, r) + '" fill="' + color + '"/>');
      y += r + size + 1;
    }
    label.lines.forEach(function (line, row) {
      out.push('<text x="' + x + '" y="' + (y + row * size * 1.22).toFixed(1) + '" font-size="' + size + '" text-anchor="middle" fill="' +
        (boxed ? (filled ? KG.css("--canvas") : color) : KG.css("--ink")) + '">' + esc(line) + "</text>");
    });
  });
  return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="' + [left, top, width, height].map(Math.round).join(" ") + '" width="' + Math.round(width) + '" height="' + Math.round(height) + '" ' + font + '>' +
    "<title>" + esc(KG.graph.data.page.title) + '</title><rect x="' + left + '" y="' + top + '" width="' + width + '" height="' + height + '" fill="' + KG.css("--canvas") + '"/>' + out.join("") + "</svg>";
};

KG.png = function (done) {
  var source = KG.$("#canvas canvas"), copy = document.createElement("canvas"), ctx = copy.getContext("2d");
  copy.width = source.width;
  copy.height = source.height;
  ctx.fillStyle = KG.css("--canvas");
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(source, 0, 0);
  copy.toBlob(done, "image/png");
};

KG.exportAs = function (format) {
  var name = KG.graph.data.page.title.replace(/[\\/:*?"<>|\s]+/g, "-").slice(0, 60) + "." + format;
  var text = function (content, type) { KG.download(name, new Blob([content], { type: type + ";charset=utf-8" })); };
  if (format === "png") KG.png(function (blob) { KG.download(name, blob); });
  else if (format === "svg") text(KG.svgText(), "image/svg+xml");
  else if (format === "json") text(JSON.stringify(KG.shownGraph(), null, 1), "application/json");
  else if (format === "graphml") text(KG.graphml(), "application/xml");
  else text(KG.csv(), "text/csv");
};
