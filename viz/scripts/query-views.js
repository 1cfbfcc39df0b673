"use strict";
/* Views of an answer beside YASR's table and raw text: chart, graph and map, each where the columns allow. */
KG.views = {};

KG.views.rows = function (yasr) {
  var answer = yasr.results && yasr.results.getAsJson && yasr.results.getAsJson();
  return answer && answer.results ? answer.results.bindings : [];
};

KG.views.columns = function (yasr) {
  var answer = yasr.results && yasr.results.getAsJson && yasr.results.getAsJson();
  return answer && answer.head && answer.head.vars ? answer.head.vars : [];
};

KG.views.number = function (term) {
  return term && term.type !== "uri" && term.value !== "" && isFinite(Number(term.value)) ? Number(term.value) : null;
};

KG.views.label = function (term) {
  if (!term) return "";
  if (term.type !== "uri") return term.value;
  return decodeURI(term.value.replace(/%(?![0-9A-Fa-f]{2})/g, "%25")).replace(/^.*[\/#]/, "");
};

KG.views.svg = function (tag, attributes) {
  var node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.keys(attributes).forEach(function (name) { node.setAttribute(name, attributes[name]); });
  for (var i = 2; i < arguments.length; i += 1) {
    node.appendChild(arguments[i] instanceof Node ? arguments[i] : document.createTextNode(String(arguments[i])));
  }
  return node;
};

/** What to draw by numbers: a column of names and a column of numbers, or null. */
KG.views.measured = function (yasr) {
  var rows = KG.views.rows(yasr);
  var columns = KG.views.columns(yasr);
  if (!rows.length || columns.length < 2) return null;
  var numbers = columns.filter(function (name) {
    return rows.every(function (row) { return !row[name] || KG.views.number(row[name]) !== null; }) && rows.some(function (row) { return row[name]; });
  });
  var names = columns.filter(function (name) { return numbers.indexOf(name) < 0; });
  return numbers.length && names.length ? { name: names[0], number: numbers[0] } : null;
};

KG.views.icon = function (text) { return KG.h("div", { "aria-hidden": "true" }, text); };

KG.views.Chart = class {
  constructor(yasr) { this.yasr = yasr; this.priority = 2; this.label = KG.lang === "en" ? "Chart" : "图表"; }
  getIcon() { return KG.views.icon("▤"); }
  canHandleResults() { return KG.views.measured(this.yasr) !== null; }
  draw() {
    var what = KG.views.measured(this.yasr);
    var rows = KG.views.rows(this.yasr).filter(function (row) { return row[what.number]; }).slice(0, 60);
    var most = Math.max.apply(null, rows.map(function (row) { return Math.abs(KG.views.number(row[what.number])); })) || 1;
    var svg = KG.views.svg("svg", { viewBox: "0 0 900 " + (rows.length * 24 + 10), role: "img", "aria-label": what.name + " / " + what.number });
    rows.forEach(function (row, place) {
      var value = KG.views.number(row[what.number]);
      var width = Math.max(1, (Math.abs(value) / most) * 560);
      svg.appendChild(KG.views.svg("text", { x: 245, y: place * 24 + 20, "text-anchor": "end" }, KG.views.label(row[what.name]).slice(0, 18)));
      svg.appendChild(KG.views.svg("rect", { x: 255, y: place * 24 + 6, width: width, height: 18, fill: value < 0 ? "#c2500d" : "#1f5f7a" }));
      svg.appendChild(KG.views.svg("text", { x: 262 + width, y: place * 24 + 20 }, String(value)));
    });
    KG.clear(this.yasr.resultsEl).appendChild(KG.h("div", { class: "kg-view kg-chart" }, svg));
  }
};

/** Triples of a CONSTRUCT, or pairs of IRIs of a SELECT, as [from, label, to]. */
KG.views.links = function (yasr) {
  var rows = KG.views.rows(yasr);
  var columns = KG.views.columns(yasr);
  if (columns.indexOf("subject") >= 0 && columns.indexOf("predicate") >= 0 && columns.indexOf("object") >= 0) {
    return rows.filter(function (row) { return row.subject && row.object; }).map(function (row) { return [row.subject, KG.views.label(row.predicate), row.object]; });
  }
  var iris = columns.filter(function (name) {
    return rows.some(function (row) { return row[name] && row[name].type === "uri" && row[name].value.indexOf("/ontology#") < 0; });
  });
  if (iris.length < 2) return [];
  return rows.filter(function (row) { return row[iris[0]] && row[iris[1]]; }).map(function (row) { return [row[iris[0]], "", row[iris[1]]]; });
};

KG.views.Graph = class {
  constructor(yasr) { this.yasr = yasr; this.priority = 3; this.label = KG.lang === "en" ? "Graph" : "关系图"; }
  getIcon() { return KG.views.icon("⚭"); }
  canHandleResults() { return KG.views.links(this.yasr).length > 0; }
  draw() {
    var box = KG.h("div", { class: "kg-view kg-graph" });
    KG.clear(this.yasr.resultsEl).appendChild(box);
    var nodes = {};
    var links = KG.views.links(this.yasr).slice(0, 600);
    var seen = {};
    var edges = [];
    links.forEach(function (link) {
      [link[0], link[2]].forEach(function (term) { nodes[term.value] = { id: term.value, label: KG.views.label(term), iri: term.type === "uri" }; });
      var key = link[0].value + "\n" + link[1] + "\n" + link[2].value;
      if (!seen[key]) edges.push({ from: link[0].value, to: link[2].value, label: link[1] });
      seen[key] = true;
    });
    var made = new window.vis.Network(box, { nodes: Object.keys(nodes).map(function (key) { return nodes[key]; }), edges: edges }, {
      nodes: { shape: "dot", size: 9, font: { size: 13 } },
      edges: { arrows: "to", color: "#8a94a0", font: { size: 11 } },
      layout: { randomSeed: 7 },
      physics: { stabilization: { iterations: 150 } },
    });
    made.on("doubleClick", function (event) {
      var iri = event.nodes[0];
      if (iri && nodes[iri].iri) KG.go(iri);
    });
  }
};

/** Rows with a place whose point is known: [longitude, latitude, name, number or null]. */
KG.views.placed = function (yasr) {
  var what = KG.views.measured(yasr);
  var columns = KG.views.columns(yasr);
  return KG.views.rows(yasr).map(function (row) {
    for (var i = 0; i < columns.length; i += 1) {
      var point = KG.query.points[KG.views.label(row[columns[i]])];
      if (point) return [point[0], point[1], KG.views.label(row[columns[i]]), what ? KG.views.number(row[what.number]) : null];
    }
    return null;
  }).filter(Boolean);
};

KG.views.Map = class {
  constructor(yasr) { this.yasr = yasr; this.priority = 4; this.label = KG.lang === "en" ? "Map" : "地图"; }
  getIcon() { return KG.views.icon("◎"); }
  canHandleResults() { return KG.views.placed(this.yasr).length > 0; }
  draw() {
    var found = {};
    KG.views.placed(this.yasr).forEach(function (one) {
      var known = found[one[2]] || (found[one[2]] = { x: one[0], y: one[1], rows: 0, number: null });
      known.rows += 1;
      if (one[3] !== null) known.number = (known.number || 0) + one[3];
    });
    var names = Object.keys(found);
    var xs = names.map(function (name) { return found[name].x; });
    var ys = names.map(function (name) { return found[name].y; });
    var west = Math.min.apply(null, xs) - 0.7, east = Math.max.apply(null, xs) + 0.7;
    var south = Math.min.apply(null, ys) - 0.7, north = Math.max.apply(null, ys) + 0.7;
    var squeeze = Math.cos(((south + north) / 2) * Math.PI / 180);
    var scale = Math.min(860 / ((east - west) * squeeze), 560 / (north - south));
    var most = Math.max.apply(null, names.map(function (name) { return found[name].number || found[name].rows; })) || 1;
    var svg = KG.views.svg("svg", { viewBox: "0 0 " + (east - west) * squeeze * scale + " " + (north - south) * scale, role: "img", "aria-label": this.label, style: "max-width: " + Math.round((east - west) * squeeze * scale) + "px" });
    names.forEach(function (name) {
      var one = found[name];
      var value = one.number === null ? one.rows : one.number;
      var x = (one.x - west) * squeeze * scale, y = (north - one.y) * scale;
      svg.appendChild(KG.views.svg("circle", { cx: x, cy: y, r: 5 + 16 * Math.sqrt(Math.max(0, value) / most), fill: "#1f5f7a", "fill-opacity": 0.55 }, KG.views.svg("title", {}, name + " " + value)));
      svg.appendChild(KG.views.svg("text", { x: x, y: y - 9, "text-anchor": "middle" }, name + " " + value));
    });
    KG.clear(this.yasr.resultsEl).appendChild(KG.h("div", { class: "kg-view kg-map" }, svg));
  }
};

/** A table of our own: all text goes in through textContent, which the library's does not hold to. */
KG.views.Table = class {
  constructor(yasr) { this.yasr = yasr; this.priority = 10; this.label = KG.lang === "en" ? "Table" : "表格"; this.shown = 200; this.filter = ""; this.by = null; }
  getIcon() { return KG.views.icon("▦"); }
  canHandleResults() { return KG.views.columns(this.yasr).length > 0; }
  rows() {
    var self = this;
    var columns = KG.views.columns(this.yasr);
    var rows = KG.views.rows(this.yasr).filter(function (row) {
      return !self.filter || columns.some(function (name) { return KG.views.label(row[name]).toLowerCase().indexOf(self.filter) >= 0; });
    });
    if (!this.by) return rows;
    return rows.slice().sort(function (one, other) {
      var a = one[self.by.name], b = other[self.by.name];
      var m = KG.views.number(a), n = KG.views.number(b);
      var order = m !== null && n !== null ? m - n : KG.views.label(a).localeCompare(KG.views.label(b), "zh");
      return self.by.down ? -order : order;
    });
  }
  cell(term) {
    if (!term) return KG.h("td", {});
    if (term.type !== "uri") return KG.h("td", { title: term.datatype || term["xml:lang"] || null }, term.value);
    var link = KG.h("a", { title: term.value, href: /^https?:/.test(term.value) ? KG.local(term.value) : null }, KG.complete.shorten(term.value));
    return KG.h("td", {}, link);
  }
  body() {
    var self = this;
    var columns = KG.views.columns(this.yasr);
    var rows = this.rows();
    var body = KG.h("tbody", {}, rows.slice(0, this.shown).map(function (row, place) {
      return KG.h("tr", {}, KG.h("th", { scope: "row" }, place + 1), columns.map(function (name) { return self.cell(row[name]); }));
    }));
    this.more.hidden = rows.length <= this.shown;
    this.more.textContent = "… " + (rows.length - this.shown);
    this.table.replaceChild(body, this.table.tBodies[0]);
  }
  draw() {
    var self = this;
    this.shown = 200;
    var head = KG.h("tr", {}, KG.h("td", {}), KG.views.columns(this.yasr).map(function (name) {
      return KG.h("th", { scope: "col" }, KG.h("button", { type: "button", class: "plain", onclick: function () {
        self.by = { name: name, down: Boolean(self.by && self.by.name === name && !self.by.down) };
        self.body();
      } }, name));
    }));
    this.table = KG.h("table", { class: "kg-table" }, KG.h("thead", {}, head), KG.h("tbody", {}));
    this.more = KG.h("button", { type: "button", class: "quiet", onclick: function () { self.shown += 1000; self.body(); } });
    var field = KG.h("input", { type: "search", "aria-label": KG.lang === "en" ? "filter" : "筛选", placeholder: KG.lang === "en" ? "filter" : "筛选", oninput: function () {
      self.filter = field.value.toLowerCase();
      self.body();
    } });
    KG.clear(this.yasr.resultsEl).appendChild(KG.h("div", { class: "kg-view" }, field, this.table, this.more));
    this.body();
  }
};
