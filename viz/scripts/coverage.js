"use strict";
/* Which places say something of which stage; two places side by side on demand. */
KG.showCoverage = function () {
  var covered = KG.graph.page.coverage;
  if (!covered) return;
  var a = KG.$("#compare-a").value, b = KG.$("#compare-b").value, table = KG.clear(KG.$("#coverage"));
  table.appendChild(KG.h("caption", { class: "sr" }, KG.t("coverage")));
  if (a === "" && b === "") KG.coverageMatrix(table, covered);
  else KG.coverageCompared(table, covered, [a, b].filter(Boolean).map(Number));
};

KG.coverageHead = function (first, names) {
  return KG.h("thead", null, KG.h("tr", null, [KG.h("th", { scope: "col" }, first)].concat(names.map(function (name) {
    return KG.h("th", { scope: "col" }, name);
  }))));
};

/** Places down, stages across: what kind of thing is named, and how many. */
KG.coverageMatrix = function (table, covered) {
  table.appendChild(KG.coverageHead(KG.t("place"), covered.stages.map(KG.name)));
  table.appendChild(KG.h("tbody", null, covered.regions.map(function (region, r) {
    return KG.h("tr", null, [KG.h("th", { scope: "row" }, region)].concat(covered.cells[r].map(function (edges, s) {
      var gap = r === 0 && !edges.length && KG.graph.data.entities[covered.stages[s]].grade;
      return KG.h("td", null, gap ? KG.coverageGap(covered.stages[s], gap) : KG.coverageCounts(edges));
    })));
  })));
};

/** A gap in the chain's own place: its grade, leading to the stage and the clause that orders the chain. */
KG.coverageGap = function (stage, grade) {
  return KG.h("button", { type: "button", class: "word gap", title: KG.t("gapStructural"), onclick: function () {
    KG.selectNode(stage, true);
    KG.$("#workbench").scrollIntoView({ behavior: KG.calm() ? "auto" : "smooth", block: "start" });
  } }, KG.word("grades", grade));
};

KG.coverageCounts = function (edges) {
  if (!edges.length) return KG.h("span", { class: "blank" }, KG.t("notNamed"));
  var counts = KG.countBy(edges.map(KG.coverageKind));
  return Array.from(counts.keys()).sort().map(function (key) {
    var first = edges.filter(function (e) { return KG.coverageKind(e) === key; })[0];
    return KG.h("button", { type: "button", class: "word", onclick: function () { KG.fromCoverage(first); } },
      KG.coverageGlyph(key), KG.coverageWord(key, first), counts.get(key) > 1 ? " " + counts.get(key) : "");
  });
};

/** What an edge of a stage is about: a promotion, a restriction, or the kind of the thing at its other end. */
KG.coverageKind = function (edge) {
  var predicate = KG.graph.data.statements[edge].predicate;
  if (predicate === "promotes" || predicate === "restricts") return predicate;
  return KG.graph.data.entities[KG.coverageOther(edge)].kind;
};
KG.coverageOther = function (edge) {
  var e = KG.graph.data.edges[edge];
  return KG.graph.page.coverage.stages.indexOf(e.from) >= 0 ? e.to : e.from;
};
KG.coverageGlyph = function (key) { return window.KG_LEGEND.predicates[key] ? KG.lineGlyph(key) : KG.glyph(key); };
KG.coverageWord = function (key, edge) {
  return window.KG_LEGEND.predicates[key] ? KG.relation(edge) : KG.word("kinds", key);
};

/** Stages down, the chosen places across: every name, each leading to its clause. */
KG.coverageCompared = function (table, covered, chosen) {
  table.appendChild(KG.coverageHead(KG.t("stage"), chosen.map(function (r) { return covered.regions[r]; })));
  table.appendChild(KG.h("tbody", null, covered.stages.map(function (stage, s) {
    return KG.h("tr", null, [KG.h("th", { scope: "row" }, KG.name(stage))].concat(chosen.map(function (r) {
      var edges = covered.cells[r][s];
      return KG.h("td", null, edges.length ? edges.map(function (edge) {
        var key = KG.coverageKind(edge);
        return KG.h("button", { type: "button", class: "word", onclick: function () { KG.fromCoverage(edge); } }, KG.coverageGlyph(key),
          window.KG_LEGEND.predicates[key] ? [KG.relation(edge)].concat(KG.qualifiers(edge).slice(1)).join(" · ") : KG.name(KG.coverageOther(edge)));
      }) : KG.h("span", { class: "blank" }, KG.t("notNamed")));
    })));
  })));
};

KG.fromCoverage = function (edge) {
  KG.selectEdge(edge, true);
  KG.$("#workbench").scrollIntoView({ behavior: KG.calm() ? "auto" : "smooth", block: "start" });
};

KG.bootCoverage = function () {
  var covered = KG.graph.page.coverage;
  if (!covered) return;
  ["#compare-a", "#compare-b"].forEach(function (id) {
    var select = KG.$(id), present = select.value;
    KG.clear(select).appendChild(KG.h("option", { value: "" }, KG.t(id === "#compare-a" ? "allPlaces" : "nobody")));
    covered.regions.forEach(function (region, r) { select.appendChild(KG.h("option", { value: r }, region)); });
    select.value = present;
    select.onchange = KG.showCoverage;
  });
  KG.showCoverage();
};
