"use strict";
/* Legend and filters in one: every kind and predicate with its shape, its count and a switch. */
KG.svg = function (tag, attributes) {
  var node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.keys(attributes).forEach(function (name) { node.setAttribute(name, attributes[name]); });
  return node;
};

/** Path of a shape of radius r around (x, y), as vis-network draws it. */
KG.shapePath = function (shape, x, y, r) {
  var polygon = function (points, turn, scale) {
    var steps = [];
    for (var i = 0; i < points; i += 1) {
      var angle = turn + 2 * Math.PI * i / points, radius = r * (scale ? scale[i % scale.length] : 1);
      steps.push((x + radius * Math.cos(angle)).toFixed(1) + "," + (y + radius * Math.sin(angle)).toFixed(1));
    }
    return "M" + steps.join("L") + "Z";
  };
  if (shape === "square") return "M" + [x - r, y - r] + "h" + 2 * r + "v" + 2 * r + "h" + -2 * r + "Z";
  if (shape === "diamond") return polygon(4, 0);
  if (shape === "triangle") return polygon(3, -Math.PI / 2);
  if (shape === "triangleDown") return polygon(3, Math.PI / 2);
  if (shape === "hexagon") return polygon(6, 0);
  if (shape === "star") return polygon(10, -Math.PI / 2, [1.15, 0.5]);
  return "M" + (x - r) + "," + y + "a" + r + "," + r + " 0 1,0 " + 2 * r + ",0a" + r + "," + r + " 0 1,0 " + -2 * r + ",0Z";
};

KG.glyph = function (kind) {
  var style = window.KG_LEGEND.kinds[kind] || { shape: "dot", light: "#6b7078", dark: "#a5adb9" };
  var color = style[KG.dark() ? "dark" : "light"], svg = KG.svg("svg", { viewBox: "0 0 20 20", class: "glyph", "aria-hidden": "true" });
  if (style.shape === "box") svg.appendChild(KG.svg("rect", { x: 1.5, y: 5, width: 17, height: 10, rx: 3, fill: kind === "Region" ? color : "none", stroke: color, "stroke-width": 1.8 }));
  else svg.appendChild(KG.svg("path", { d: KG.shapePath(style.shape, 10, 10, style.shape === "square" ? 6.2 : 8), fill: color }));
  return svg;
};

KG.lineGlyph = function (predicate) {
  var style = window.KG_LEGEND.predicates[predicate] || { light: "#6b7078", dark: "#a5adb9", dash: [] };
  var color = style[KG.dark() ? "dark" : "light"], svg = KG.svg("svg", { viewBox: "0 0 30 20", class: "glyph wide", "aria-hidden": "true" });
  svg.appendChild(KG.svg("line", { x1: 1, y1: 10, x2: 24, y2: 10, stroke: color, "stroke-width": predicate === "restricts" ? 2.6 : 2, "stroke-dasharray": (style.dash || []).map(function (d) { return d * 0.6; }).join(" ") || "none" }));
  svg.appendChild(style.end === "bar" ? KG.svg("line", { x1: 26, y1: 4, x2: 26, y2: 16, stroke: color, "stroke-width": 2.6 })
    : KG.svg("path", { d: "M22,6L29,10L22,14Z", fill: color }));
  return svg;
};

KG.countBy = function (values) {
  var counts = new Map();
  values.forEach(function (value) { counts.set(value, (counts.get(value) || 0) + 1); });
  return counts;
};

KG.showLegend = function () {
  var data = KG.graph.data;
  var kinds = KG.countBy(data.entities.map(function (entity) { return entity.kind; }));
  var predicates = KG.countBy(data.statements.map(function (statement) { return statement.predicate; }));
  KG.switches(KG.$("#kinds"), "kinds", kinds, "offKinds", KG.glyph);
  KG.switches(KG.$("#predicates"), "predicates", predicates, "offPredicates", KG.lineGlyph);
  KG.showGroups();
  KG.showStatus();
};

KG.switches = function (list, family, counts, key, glyph) {
  KG.clear(list);
  var order = Object.keys(window.KG_LEGEND[family]);
  var names = Array.from(counts.keys()).sort(function (a, b) {
    return (order.indexOf(a) + 99) % 99 - (order.indexOf(b) + 99) % 99 || (a < b ? -1 : 1);
  });
  names.forEach(function (name) {
    var box = KG.h("input", { type: "checkbox", "data-name": name, onchange: function () {
      if (box.checked) KG.state[key].delete(name); else KG.state[key].add(name);
      KG.update({}, { push: true });
    } });
    box.checked = !KG.state[key].has(name);
    list.appendChild(KG.h("li", null, KG.h("label", null, box, glyph(name),
      KG.h("span", { class: "name" }, KG.word(family, name)), KG.h("span", { class: "count" }, counts.get(name)))));
  });
};

/** The values of the present colouring, when it is not by kind. */
KG.showGroups = function () {
  var list = KG.clear(KG.$("#groups")), key = KG.state.color;
  list.hidden = key === "kind";
  if (list.hidden) return;
  KG.groupValues(key).slice(0, 16).forEach(function (value) {
    var color = key === "grade" ? KG.GROUPS[KG.dark() ? "dark" : "light"][KG.GRADES[value] || 0] : KG.groupColor(value);
    var swatch = KG.svg("svg", { viewBox: "0 0 20 20", class: "glyph", "aria-hidden": "true" });
    swatch.appendChild(KG.svg("rect", { x: 3, y: 3, width: 14, height: 14, rx: 7, fill: color }));
    list.appendChild(KG.h("li", null, swatch, KG.h("span", { class: "name" }, key === "community" ? "#" + value : key === "grade" ? KG.word("grades", value) : value)));
  });
};

KG.showStatus = function () {
  KG.$("#status").textContent = KG.t("shown", { n: KG.count(KG.shown.nodes), m: KG.graph.n, e: KG.count(KG.shown.edges) });
  var hidden = KG.$("#hidden-ones");
  hidden.hidden = KG.state.hidden.size === 0;
  hidden.querySelector("span").textContent = KG.t("hiddenOnes", { n: KG.state.hidden.size });
  document.querySelectorAll("[data-detail]").forEach(function (button) {
    button.setAttribute("aria-pressed", String(button.dataset.detail === KG.state.detail));
  });
  KG.$("#color").value = KG.state.color;
  KG.$("#size").value = KG.state.size;
  KG.$("#path").setAttribute("aria-pressed", String(KG.state.picking));
};
