"use strict";
/* The table beside the graph: the same statements and entities, sortable and filterable. */
KG.table = { tab: "statements", sort: 0, down: false, query: "", shown: true, limit: 60 };

KG.tableColumns = function () {
  var data = KG.graph.data;
  if (KG.table.tab === "entities") {
    return [
      ["name", function (i) { return KG.name(i); }],
      ["kind", function (i) { return KG.word("kinds", data.entities[i].kind); }],
      ["degree", function (i) { return data.nodes[i].degree; }],
      ["group", function (i) { return data.entities[i].group; }],
      ["aliases", function (i) { return data.entities[i].aliases.join("、"); }],
      ["code", function (i) { return data.entities[i].code; }],
    ];
  }
  return [
    ["subject", function (e) { return KG.name(data.edges[e].from); }],
    ["relation", function (e) { return KG.relation(e); }],
    ["object", function (e) { return KG.name(data.edges[e].to); }],
    ["qualifier", function (e) { return KG.qualifiers(e).filter(function (w) { return w !== KG.relation(e); }).join(" · "); }],
    ["quote", function (e) { return KG.quoteText(e); }],
    ["source", function (e) { return KG.sourceText(e); }],
  ];
};

KG.quoteText = function (edge) {
  var item = KG.graph.data.statements[edge].evidence[0];
  if (!item) return "";
  var text = KG.graph.data.passages[item.passage].text;
  return (item.end ? Array.from(text).slice(item.start, item.end).join("") : text).trim();
};

KG.sourceText = function (edge) {
  var item = KG.graph.data.statements[edge].evidence[0];
  if (!item) return "";
  var passage = KG.graph.data.passages[item.passage], paper = KG.graph.documents[passage.doc];
  return (paper ? paper.title : passage.doc) + " · " + KG.t("line", { n: passage.line });
};

/** The rows that pass the filters, as {id, cells}, in the chosen order; cells are made for ``limit`` of them alone. */
KG.tableRows = function (limit) {
  var columns = KG.tableColumns(), statements = KG.table.tab === "statements";
  var flags = statements ? KG.shown.edges : KG.shown.nodes, wanted = KG.fold(KG.table.query), rows = [];
  var cells = function (i) { return columns.map(function (column) { return column[1](i); }); };
  for (var i = 0; i < flags.length; i += 1) {
    if (KG.table.shown && !flags[i]) continue;
    if (!wanted || KG.fold(cells(i).join(" ")).indexOf(wanted) >= 0) rows.push(i);
  }
  var ranks = KG.ranks(rows, columns[KG.table.sort][1]), way = KG.table.down ? -1 : 1;
  rows.sort(function (a, b) { return (ranks.get(a) - ranks.get(b)) * way || a - b; });
  return { size: rows.length, rows: rows.slice(0, limit).map(function (i) { return { id: i, cells: cells(i) }; }) };
};

/** The place of each row's value among all values, in the order of the language; blanks come last. */
KG.ranks = function (rows, value) {
  var values = new Map(rows.map(function (i) { return [i, value(i)]; }));
  var compare = new Intl.Collator("zh-CN", { numeric: true }).compare;
  var ordered = Array.from(new Set(values.values())).sort(function (x, y) {
    return typeof x === "number" ? x - y : (x === "") - (y === "") || compare(x, y);
  });
  var places = new Map(ordered.map(function (x, place) { return [x, place]; }));
  return new Map(rows.map(function (i) { return [i, places.get(values.get(i))]; }));
};

KG.showTable = function () {
  if (!KG.tableSeen) return;
  var found = KG.tableRows(KG.table.limit), columns = KG.tableColumns();
  var head = KG.h("tr", null, columns.map(function (column, place) {
    var sorted = KG.table.sort === place ? (KG.table.down ? "descending" : "ascending") : "none";
    return KG.h("th", { scope: "col", "aria-sort": sorted }, KG.h("button", { type: "button", onclick: function () {
      KG.table.down = KG.table.sort === place ? !KG.table.down : columns[place][0] === "degree";
      KG.table.sort = place;
      KG.showTable();
      document.querySelectorAll("#table th button")[place].focus();
    } }, KG.t(column[0]), KG.h("span", { class: "arrow", "aria-hidden": "true" })));
  }), KG.h("th", { scope: "col" }, KG.h("span", { class: "sr" }, KG.t("showOnGraph"))));
  var body = found.rows.map(function (row) { return KG.tableRow(row, columns); });
  var table = KG.$("#table");
  KG.clear(table).append(KG.h("caption", { class: "sr" }, KG.t("table")), KG.h("thead", null, head), KG.h("tbody", null, body));
  var more = KG.$("#more"), left = found.size - KG.table.limit;
  more.hidden = left <= 0;
  more.textContent = KG.t("more", { n: Math.min(left, 200) });
  KG.$("#rows").textContent = KG.t("rows", { n: found.size });
};

KG.tableRow = function (row, columns) {
  var chosen = KG.table.tab === "statements" ? KG.state.edge === row.id : KG.state.node === row.id;
  var find = function () {
    if (KG.table.tab === "statements") KG.selectEdge(row.id, true); else KG.selectNode(row.id, true);
    KG.$("#workbench").scrollIntoView({ behavior: KG.calm() ? "auto" : "smooth", block: "start" });
  };
  var cells = row.cells.map(function (cell, place) {
    return KG.h("td", { class: "c-" + columns[place][0] }, place === 0 ? KG.h("strong", null, cell) : cell);
  });
  cells.push(KG.h("td", { class: "c-go" }, KG.h("button", { type: "button", class: "icon-button", title: KG.t("showOnGraph"),
    "aria-label": KG.t("showOnGraph") + "：" + row.cells[0], onclick: function (event) { event.stopPropagation(); find(); } }, KG.icon("target"))));
  return KG.h("tr", { class: chosen ? "chosen" : null, onclick: find }, cells);
};

KG.bootTable = function () {
  document.querySelectorAll("[data-tab]").forEach(function (button) {
    button.addEventListener("click", function () {
      KG.table.tab = button.dataset.tab;
      KG.table.sort = 0;
      KG.table.down = false;
      KG.table.limit = 60;
      document.querySelectorAll("[data-tab]").forEach(function (b) { b.setAttribute("aria-pressed", String(b === button)); });
      KG.showTable();
    });
  });
  KG.$("#table-filter").addEventListener("input", function (event) { KG.table.query = event.target.value; KG.table.limit = 60; KG.showTable(); });
  KG.$("#only-shown").addEventListener("change", function (event) { KG.table.shown = event.target.checked; KG.showTable(); });
  KG.$("#more").addEventListener("click", function () { KG.table.limit += 200; KG.showTable(); });
  /* The table is filled right after the first drawing, so that the graph comes first. */
  KG.network.once("afterDrawing", function () { window.setTimeout(function () { KG.tableSeen = true; KG.showTable(); }); });
};
