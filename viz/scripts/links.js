"use strict";
/* Where a thing, a clause and a question lead: a page of the same folder, or the server that the pages know of. */

/** The address that one of the project's IRIs has on the server; "" without a server and for others' IRIs. */
KG.served = function (iri) {
  var page = KG.graph.page;
  return page.server && iri.indexOf(page.base) === 0 ? page.server + encodeURI(iri.slice(page.base.length)) : "";
};

KG.entityHref = function (node) {
  var entity = KG.graph.data.entities[node];
  return entity.page ? KG.graph.page.root + entity.page : KG.served(entity.iri);
};

KG.clauseHref = function (passage) {
  var paper = KG.graph.documents[passage.doc];
  return paper && paper.page ? KG.graph.page.root + paper.page + "#L" + passage.line : KG.served(passage.iri);
};

/** The query for what the papers say of a thing; for a link of a reference chain, the clauses with its names. */
KG.nodeQuery = function (node) {
  var entity = KG.graph.data.entities[node], it = "<" + entity.iri + ">";
  if (/^https?:/.test(entity.iri)) {
    return KG.graph.page.prologue + "SELECT DISTINCT ?relation ?other ?clause ?text WHERE {\n  GRAPH ?clause {\n    { " + it + " ?relation ?other } UNION { ?other ?relation " + it +
      " }\n    ?clause kgo:text ?text\n  }\n  FILTER (isIRI(?other))\n}";
  }
  var names = [entity.name].concat(entity.aliases).map(function (name) { return JSON.stringify(name); });
  return KG.graph.page.prologue + "SELECT DISTINCT ?name ?clause ?text WHERE {\n  VALUES ?name { " + names.join(" ") +
    " }\n  GRAPH ?clause { ?clause kgo:text ?text }\n  FILTER (CONTAINS(?text, ?name))\n}\nORDER BY ?clause ?name";
};

/** The query for what stands between two things, or, where one is a stage of a chain, in the clauses behind it. */
KG.edgeQuery = function (edge) {
  var data = KG.graph.data, ends = data.edges[edge], from = data.entities[ends.from], to = data.entities[ends.to];
  if (from.kind !== "ChainStage" && to.kind !== "ChainStage") {
    return KG.graph.page.prologue + "SELECT DISTINCT ?relation ?clause ?text WHERE {\n  GRAPH ?clause {\n    <" + from.iri + "> ?relation <" + to.iri + "> .\n    ?clause kgo:text ?text\n  }\n}";
  }
  var clauses = data.statements[edge].evidence.map(function (item) { return "<" + data.passages[item.passage].iri + ">"; });
  return KG.graph.page.prologue + "SELECT DISTINCT ?subject ?relation ?object ?text WHERE {\n  VALUES ?clause { " + clauses.join(" ") +
    " }\n  GRAPH ?clause {\n    ?assertion kgo:subject ?subject ; kgo:predicate ?relation ; kgo:object ?object .\n    ?clause kgo:text ?text\n  }\n}";
};

/** A link that opens a query where it can be run or taken along; a page that is alone shows the query itself. */
KG.sparqlLink = function (query) {
  if (KG.graph.page.query) {
    return KG.h("a", { class: "plain", href: KG.graph.page.query + "#" + new URLSearchParams({ query: query }) }, KG.t("openSparql"));
  }
  var copy = KG.h("button", { type: "button", class: "plain", onclick: function (event) { KG.copy(query, event.currentTarget); } }, KG.t("copySparql"));
  return KG.h("details", { class: "query-text" }, KG.h("summary", { class: "plain" }, KG.t("openSparql")), KG.h("pre", { tabindex: "0" }, query), copy);
};

KG.machineLinks = function (query, iri) {
  return KG.h("div", { class: "machine" },
    /^https?:/.test(iri || "") ? KG.h("button", { type: "button", class: "plain", onclick: function (event) { KG.copy(iri, event.currentTarget); } }, KG.t("copyIri")) : null,
    KG.sparqlLink(query));
};
