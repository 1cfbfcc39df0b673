"use strict";
/* Which places say something of which stage; two places side by side on demand. */
KG.showCoverage = function () {
  var covered = KG.graph.page.coverage;
  if (!covered) return;
  var places = KG.state.places, a = places[0] || "", b = places[1] || "", table = KG.clear(KG.$("#coverage"));
  table.classList.toggle("pair", Boolean(a && b));
  table.appendChild(KG.h("caption", { class: "sr" }, KG.t("coverage")));
  if (a === "" && b === "") KG.coverageMatrix(table, covered);
  else KG.coverageCompared(table, covered, [a, b].filter(Boolean).map(function (name) { return covered.regions.indexOf(name); }));
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
      return KG.h("td", null, edges.length ? KG.coverageCounts(edges, covered.stages[s]) : KG.coverageBlank(r, covered.stages[s]));
    })));
  })));
};

/** A gap: its grade, leading to the stage, whose panel has the quotes. */
KG.coverageGap = function (gap) {
  return KG.h("button", { type: "button", class: "word gap " + gap.grade, title: KG.gapWords(gap), onclick: function () {
    KG.selectNode(gap.link, true);
    KG.toWorkbench();
  } }, KG.word("grades", gap.grade));
};

KG.toWorkbench = function () {
  KG.$("#workbench").scrollIntoView({ behavior: KG.calm() ? "auto" : "smooth", block: "start" });
};

/** The gap of a stage in a place (by its row in the table), if the papers name nothing there. */
KG.gapAt = function (r, stage) {
  var page = KG.graph.page, covered = page.coverage;
  if (covered.cells[r][covered.stages.indexOf(stage)].length) return null;
  return page.gaps.filter(function (gap) { return gap.link === stage && gap.place === covered.regions[r]; })[0] || null;
};

/** What stands in a cell without statements: the grade of the gap, or that nothing is named. */
KG.coverageBlank = function (r, stage) {
  var gap = KG.gapAt(r, stage);
  return gap ? KG.coverageGap(gap) : KG.h("span", { class: "blank" }, KG.t("notNamed"));
};

KG.coverageCounts = function (edges, stage) {
  var counts = KG.countBy(edges.map(function (e) { return KG.coverageKind(e, stage); }));
  return Array.from(counts.keys()).sort().map(function (key) {
    var first = edges.filter(function (e) { return KG.coverageKind(e, stage) === key; })[0];
    return KG.h("button", { type: "button", class: "word", onclick: function () { KG.fromCoverage(first); } },
      KG.coverageGlyph(key), KG.coverageWord(key, first), counts.get(key) > 1 ? " " + counts.get(key) : "");
  });
};

/** What an edge of a stage is about: a promotion, a restriction, a bare mention, or the kind of the other end. */
KG.coverageKind = function (edge, stage) {
  var predicate = KG.graph.data.statements[edge].predicate, kind = KG.graph.data.entities[KG.other(edge, stage)].kind;
  return predicate === "promotes" || predicate === "restricts" || (predicate === "names" && kind === "Region") ? predicate : kind;
};
KG.coverageGlyph = function (key) { return window.KG_LEGEND.predicates[key] ? KG.lineGlyph(key) : KG.glyph(key); };
KG.coverageWord = function (key, edge) {
  if (key === "names") return KG.t("mentioned");
  return window.KG_LEGEND.predicates[key] ? KG.relation(edge) : KG.word("kinds", key);
};

/** Stages down, the chosen places across: every name, each leading to its clause. */
KG.coverageCompared = function (table, covered, chosen) {
  table.appendChild(KG.coverageHead(KG.t("stage"), chosen.map(function (r) { return covered.regions[r]; })));
  table.appendChild(KG.h("tbody", null, covered.stages.map(function (stage, s) {
    return KG.h("tr", null, [KG.h("th", { scope: "row" }, KG.name(stage))].concat(chosen.map(function (r) {
      var edges = covered.cells[r][s];
      return KG.h("td", null, edges.length ? edges.map(function (edge) { return KG.coverageWordOf(edge, stage); }) : KG.coverageBlank(r, stage));
    })));
  })));
};

/** One statement of a stage as a button: who or what stands at its other end, leading to the clause. */
KG.coverageWordOf = function (edge, stage) {
  var key = KG.coverageKind(edge, stage), known = window.KG_LEGEND.predicates[key];
  var words = known ? [KG.coverageWord(key, edge)].concat(KG.qualifiers(edge).filter(function (word) { return word !== KG.relation(edge); })).join(" · ") : KG.name(KG.other(edge, stage));
  return KG.h("button", { type: "button", class: "word", onclick: function () { KG.fromCoverage(edge); } }, KG.coverageGlyph(key), words);
};

KG.fromCoverage = function (edge) {
  KG.selectEdge(edge, true);
  KG.toWorkbench();
};

/** The stages in order, each with what is named at it place by place, and its gaps. */
KG.showBoard = function () {
  var list = KG.$("#board"), covered = KG.graph.page.coverage;
  if (!list) return;
  KG.clear(list);
  covered.stages.forEach(function (stage, s) {
    var entity = KG.graph.data.entities[stage];
    var card = KG.h("li", null, KG.h("h3", null, entity.tier ? KG.h("small", null, KG.word("tiers", entity.tier)) : null, KG.entityLink(stage)));
    var places = KG.h("dl", null);
    covered.regions.forEach(function (region, r) {
      var edges = covered.cells[r][s], gap = KG.gapAt(r, stage);
      if (edges.length || gap) places.append(KG.h("dt", null, region), KG.h("dd", null, gap ? KG.coverageGap(gap) : edges.map(function (edge) { return KG.coverageWordOf(edge, stage); })));
    });
    card.appendChild(places.childNodes.length ? places : KG.h("p", { class: "blank" }, KG.t("notNamed")));
    list.appendChild(card);
  });
};

/** What a gap is about: a link of a chain, or the things that the paper's words name. */
KG.gapWords = function (gap) {
  var about = gap.name || gap.about.map(function (thing) { return thing.name; }).join("、");
  return [KG.word("grades", gap.grade), gap.place, gap.chain, about].filter(Boolean).join(" · ");
};

/** Every gap of the page, the surest first, each with its quote and the nearest place that has the link. */
KG.showGaps = function () {
  var table = KG.$("#gaps");
  if (!table) return;
  KG.clear(table).appendChild(KG.coverageHead(KG.t("grade"), [KG.t("place"), KG.t("aboutWhat"), KG.t("evidence"), KG.t("nearest")]));
  table.appendChild(KG.h("tbody", null, KG.graph.page.gaps.map(function (gap) {
    return KG.h("tr", null, KG.h("th", { scope: "row" }, KG.h("span", { class: "chip gap " + gap.grade }, KG.word("grades", gap.grade))),
      KG.h("td", null, gap.place), KG.h("td", null, KG.gapAbout(gap)),
      KG.h("td", null, gap.evidence ? KG.quote(gap.evidence) : KG.h("span", { class: "blank" }, KG.t("notNamed"))),
      KG.h("td", null, KG.gapNearest(gap)));
  })));
};

KG.gapAbout = function (gap) {
  var link = gap.page ? KG.h("a", { href: KG.graph.page.root + gap.page }, gap.chain) : gap.chain;
  var things = gap.link !== null ? [KG.entityLink(gap.link)] : gap.name ? [gap.name] : gap.about.map(function (thing) {
    return thing.node === null ? thing.name : KG.entityLink(thing.node);
  });
  var parts = [];
  things.forEach(function (thing, i) { if (i) parts.push("、"); parts.push(thing); });
  return (gap.chain ? [link, " · "] : []).concat(parts);
};

KG.gapNearest = function (gap) {
  if (!gap.nearest) return "";
  var far = gap.kilometres === null ? "" : " " + Math.round(gap.kilometres) + " km";
  if (!gap.nearestEvidence) return gap.nearest + far;
  return KG.h("details", null, KG.h("summary", null, gap.nearest + far), KG.quote(gap.nearestEvidence));
};

KG.bootCoverage = function () {
  KG.showBoard();
  KG.showGaps();
  var covered = KG.graph.page.coverage;
  if (!covered) return;
  ["#compare-a", "#compare-b"].forEach(function (id, side) {
    var select = KG.$(id);
    KG.clear(select).appendChild(KG.h("option", { value: "" }, KG.t(id === "#compare-a" ? "allPlaces" : "nobody")));
    covered.regions.forEach(function (region) { select.appendChild(KG.h("option", { value: region }, region)); });
    select.value = KG.state.places[side] || "";
    select.onchange = function () {
      KG.update({ places: [KG.$("#compare-a").value, KG.$("#compare-b").value] }, { push: true });
    };
  });
  KG.showCoverage();
};

/** Follow a change of the places compared, from the menus or from the address. */
KG.placesChanged = function () {
  var now = KG.state.places.join("|");
  if (!KG.graph.page.coverage || KG.placesShown === now) return;
  KG.placesShown = now;
  KG.$("#compare-a").value = KG.state.places[0];
  KG.$("#compare-b").value = KG.state.places[1];
  KG.showCoverage();
  KG.showGroups();
};
