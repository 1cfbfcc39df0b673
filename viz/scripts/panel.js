"use strict";
/* The evidence panel: why is this node or edge here? */
KG.showPanel = function () {
  var state = KG.state, body = KG.clear(KG.$("#panel-body"));
  var summary = KG.$("#panel-about");
  var chosen = state.node !== null || state.edge !== null || state.path.length > 1;
  summary.hidden = chosen;
  body.hidden = !chosen;
  document.body.classList.toggle("has-choice", chosen);
  if (state.path.length > 1) KG.pathPanel(body);
  else if (state.edge !== null) KG.edgePanel(body, state.edge);
  else if (state.node !== null) KG.nodePanel(body, state.node);
  KG.$("#panel").scrollTop = 0;
};

KG.kindChip = function (node) {
  var entity = KG.graph.data.entities[node];
  return KG.h("span", { class: "chip" }, KG.glyph(entity.kind), KG.word("kinds", entity.kind));
};

KG.entityLink = function (node) {
  return KG.h("button", { type: "button", class: "entity", onclick: function () { KG.selectNode(node, true); } }, KG.name(node));
};

KG.nodePanel = function (body, node) {
  var entity = KG.graph.data.entities[node], state = KG.state;
  var heading = KG.h("h2", { class: "panel-title", tabindex: "-1" }, KG.name(node));
  var graded = KG.gradeOf(node), page = node === KG.graph.byIri.get(KG.graph.page.subject) ? "" : KG.entityHref(node);
  var grade = graded ? KG.h("span", { class: "chip gap " + graded }, KG.word("grades", graded)) : null;
  body.appendChild(KG.h("header", { class: "panel-head" }, KG.kindChip(node), " ", grade, heading));
  var details = KG.h("dl", { class: "details" });
  var row = function (key, value) {
    if (value) details.append(KG.h("dt", null, KG.t(key)), KG.h("dd", null, value));
  };
  row("aliases", entity.aliases.join("、"));
  row("code", entity.code);
  row("group", entity.group && entity.group !== entity.name ? entity.group : "");
  if (details.childNodes.length) body.appendChild(details);
  var button = function (key, run) { return KG.h("button", { type: "button", class: "quiet", onclick: run }, KG.t(key)); };
  var more = KG.graph.around[node].some(function (edge) { return !KG.shown.nodes[KG.other(edge, node)]; });
  body.appendChild(KG.h("div", { class: "actions" },
    page ? KG.h("a", { class: "quiet strong", href: page }, KG.t("openPage")) : null,
    button(more ? "expand" : "collapse", function () { KG.toggleOpen(node); }),
    button(state.pinned.has(node) ? "unpin" : "pin", function () { KG.togglePin(node); }),
    button("hide", function () { KG.hideNode(node); }),
    button("pathFrom", function () { KG.startPath(node); })));
  KG.gapsOf(body, node);
  KG.statementGroups(body, node);
  body.appendChild(KG.machineLinks(KG.nodeQuery(node), entity.iri));
};

/** The gaps that speak of a node: those of a link place by place, or the words that say what is wanting. */
KG.gapsOf = function (body, node) {
  var gaps = KG.graph.page.gaps.filter(function (gap) {
    return gap.link === node || gap.about.some(function (thing) { return thing.node === node; });
  });
  if (!gaps.length) return;
  var list = KG.h("ul", { class: "statements" }, gaps.map(function (gap, i) {
    var near = KG.gapNearest(gap), words = KG.h("small", null, KG.word("grades", gap.grade));
    return KG.h("li", null, KG.h("details", { open: i === 0 && gaps.length <= 3 }, KG.h("summary", null, KG.h("span", { class: "other" }, gap.place), words),
      KG.h("div", { class: "folded" }, gap.evidence ? KG.quote(gap.evidence) : KG.h("p", { class: "hint" }, KG.t("notNamed")),
        near ? KG.h("p", { class: "hint" }, KG.t("nearest"), "：") : null, near || null)));
  }));
  body.appendChild(KG.h("section", { class: "group" }, KG.h("h3", null, KG.t("gaps"), KG.h("span", { class: "count" }, gaps.length)), list));
};

/** The statements of a node, grouped by predicate and direction, each with its quotes folded in. */
KG.statementGroups = function (body, node) {
  var groups = new Map(), data = KG.graph.data;
  KG.graph.around[node].forEach(function (edge) {
    var outward = data.edges[edge].from === node;
    var key = (outward ? "→ " : "← ") + KG.relation(edge);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(edge);
  });
  var order = Object.keys(window.KG_LEGEND.predicates);
  var ranked = Array.from(groups.entries()).sort(function (a, b) {
    var rank = function (entry) { return (order.indexOf(data.statements[entry[1][0]].predicate) + 99) % 99 * 2 + (entry[0][0] === "←" ? 1 : 0); };
    return rank(a) - rank(b);
  });
  ranked.forEach(function (entry) {
    var key = entry[0], edges = entry[1];
    var list = KG.h("ul", { class: "statements" });
    edges.forEach(function (edge) {
      var words = KG.qualifiers(edge).filter(function (word) { return word !== KG.relation(edge); });
      list.appendChild(KG.h("li", null, KG.h("details", null,
        KG.h("summary", null, KG.h("span", { class: "other" }, KG.name(KG.other(edge, node))),
          words.length ? KG.h("small", null, words.join(" · ")) : null),
        KG.h("div", { class: "folded" }, KG.entityLink(KG.other(edge, node)), KG.quotes(edge)))));
    });
    if (edges.length <= 3) list.querySelectorAll("details").forEach(function (details, i) { details.open = i === 0; });
    body.appendChild(KG.h("section", { class: "group" },
      KG.h("h3", null, key, KG.h("span", { class: "count" }, edges.length)), list));
  });
};

KG.edgePanel = function (body, edge) {
  var ends = KG.graph.data.edges[edge];
  var words = KG.qualifiers(edge).filter(function (word) { return word !== KG.relation(edge); });
  body.appendChild(KG.h("header", { class: "panel-head" },
    KG.h("span", { class: "chip" }, KG.lineGlyph(KG.graph.data.statements[edge].predicate), KG.relation(edge)),
    KG.h("h2", { class: "panel-title triple", tabindex: "-1" },
      KG.entityLink(ends.from), KG.h("span", { class: "verb" }, KG.relation(edge)), KG.entityLink(ends.to))));
  if (words.length) body.appendChild(KG.h("p", { class: "qualifiers" }, words.map(function (word) { return KG.h("span", { class: "tag" }, word); })));
  body.appendChild(KG.h("h3", null, KG.t("evidence")));
  body.appendChild(KG.quotes(edge));
  body.appendChild(KG.machineLinks(KG.edgeQuery(edge)));
};

KG.pathPanel = function (body) {
  var state = KG.state;
  body.appendChild(KG.h("header", { class: "panel-head" },
    KG.h("h2", { class: "panel-title", tabindex: "-1" }, KG.t("pathFound", { n: state.pathEdges.length }))));
  state.pathEdges.forEach(function (edge) {
    var ends = KG.graph.data.edges[edge];
    body.appendChild(KG.h("section", { class: "group" },
      KG.h("h3", { class: "triple" }, KG.entityLink(ends.from), KG.h("span", { class: "verb" }, KG.relation(edge)), KG.entityLink(ends.to)),
      KG.quotes(edge)));
  });
};

/** The quoted clauses of a statement. */
KG.quotes = function (edge) {
  var evidence = KG.graph.data.statements[edge].evidence;
  if (!evidence.length) return KG.h("p", { class: "hint" }, KG.t("noEvidence"));
  return KG.h("div", { class: "quotes" }, evidence.map(KG.quote));
};

KG.quote = function (item) {
  var passage = KG.graph.data.passages[item.passage], paper = KG.graph.documents[passage.doc] || { title: passage.doc };
  var href = KG.clauseHref(passage), place = [paper.number, passage.place, KG.t("line", { n: passage.line })].filter(Boolean).join(" · ");
  return KG.h("figure", { class: "quote" },
    KG.h("blockquote", { lang: "zh-CN" }, KG.marked(passage.text, item)),
    KG.h("figcaption", null, KG.h("cite", null, "《" + paper.title + "》"), " ", KG.h("span", null, place), " ",
      href ? KG.h("a", { href: href }, KG.t("inSource")) : null));
};

/** The text with its evidence and the mentions in it marked; long clauses are cut around the evidence. */
KG.marked = function (source, item) {
  var text = Array.from(source), marks = item.marks.slice().sort(function (a, b) { return a[0] - b[0]; });
  var start = item.start, end = item.end || text.length, whole = item.end === 0;
  var lo = Math.max(0, Math.min(start, marks.length ? marks[0][0] : start) - 40);
  var hi = Math.min(text.length, Math.max(end, marks.length ? marks[marks.length - 1][1] : end) + 60);
  if (hi - lo > 420) hi = Math.min(text.length, Math.max(end, lo + 420));
  if (text.length <= 260) { lo = 0; hi = text.length; }
  var cuts = [lo, hi];
  [[start, end]].concat(marks).forEach(function (mark) { cuts.push(mark[0], mark[1]); });
  cuts = Array.from(new Set(cuts.filter(function (c) { return c >= lo && c <= hi; }))).sort(function (a, b) { return a - b; });
  var pieces = [lo > 0 ? "…" : ""];
  for (var i = 0; i + 1 < cuts.length; i += 1) {
    var part = text.slice(cuts[i], cuts[i + 1]).join("");
    if (i === 0 && lo === 0) part = part.replace(/^\s+/, "");
    var role = marks.filter(function (m) { return m[0] <= cuts[i] && m[1] >= cuts[i + 1]; })[0];
    var node = role ? KG.h("b", { class: role[2] }, part) : document.createTextNode(part);
    var inside = !whole && cuts[i] >= start && cuts[i + 1] <= end;
    pieces.push(inside ? KG.h("mark", null, node) : node);
  }
  if (hi < text.length) pieces.push("…");
  return pieces;
};
