"use strict";
/* The query page: editor, examples, answers, and ways to take them along. */
(function () {
  var Yasqe = window.Yasgui.Yasqe, Yasr = window.Yasgui.Yasr;
  var endpoint = new URL("sparql", document.baseURI).href.replace(/[?#].*$/, "");
  var BASE = KG.query.prefixes.kgo.replace(/ontology#$/, "");
  var START = "# Ctrl-Space: 补全 complete · Ctrl-Enter: 运行 run\nPREFIX kgo: <" + KG.query.prefixes.kgo + ">\nSELECT ?region (COUNT(DISTINCT ?industry) AS ?industries)\nWHERE { ?region kgo:promotes ?industry }\nGROUP BY ?region\nORDER BY DESC(?industries)\nLIMIT 20\n";
  var two = function (zh, en) { return KG.lang === "en" ? en : zh; };

  /** Where a thing's page is: here, since its IRI need not lead anywhere. */
  KG.local = function (iri) {
    if (iri.indexOf(BASE) !== 0) return iri;
    return new URL(iri.slice(BASE.length).replace(/^ontology#/, "ontology?term="), document.baseURI).href;
  };
  KG.go = function (iri) { window.location.href = KG.local(iri); };

  // nothing of the library's own asks other servers: its completers are not enabled
  Yasqe.Autocompleters = { variables: Yasqe.Autocompleters.variables };
  Yasqe.defaults.autocompleters = ["variables"]; // the library merges lists by place
  Yasr.registerPlugin("table", KG.views.Table, true);
  Yasr.registerPlugin("chart", KG.views.Chart, true);
  Yasr.registerPlugin("graph", KG.views.Graph, true);
  Yasr.registerPlugin("map", KG.views.Map, true);

  var inAddress = function (name) {
    return new URLSearchParams(window.location.search).get(name) || new URLSearchParams(window.location.hash.slice(1)).get(name);
  };
  var given = inAddress("query");
  KG.$("#as-of").value = inAddress("as-of") || "";

  /** The endpoint for the day that is chosen, and what a link to the page says of query and day. */
  function address() {
    var day = KG.$("#as-of").value;
    return endpoint + (day ? "?as-of=" + day : "");
  }
  function state() {
    var day = KG.$("#as-of").value;
    return new URLSearchParams(day ? { query: yasqe.getValue(), "as-of": day } : { query: yasqe.getValue() });
  }
  var yasqe = new Yasqe(KG.$("#editor"), {
    value: given || START,
    autocompleters: ["variables"],
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    pluginButtons: null,
    showQueryButton: false,
    resizeable: true,
    editorHeight: "300px",
    collapsePrefixesOnLoad: false,
    syntaxErrorCheck: true,
    requestConfig: {
      endpoint: endpoint,
      method: "POST",
      acceptHeaderGraph: "application/n-triples",
      acceptHeaderSelect: "application/sparql-results+json",
    },
    extraKeys: {
      "Ctrl-Space": function (editor) { KG.complete.show(editor); },
      "Ctrl-Enter": function () { run(); },
      "Cmd-Enter": function () { run(); },
      "Ctrl-/": "commentLines",
      "Shift-Ctrl-F": function (editor) { editor.autoformat(); },
    },
  });
  var yasr = new Yasr(KG.$("#results"), {
    persistenceId: null,
    prefixes: KG.query.prefixes,
    pluginOrder: ["table", "response", "chart", "graph", "map", "boolean", "error"],
    defaultPlugin: "table",
    getPlainQueryLinkToEndpoint: function () { return endpoint + "?" + state(); },
  });
  KG.yasqe = yasqe;
  KG.yasr = yasr;

  // a view that does not fit an answer cannot be chosen, by the keyboard neither
  yasr.on("drawn", function () {
    window.setTimeout(function () { // the library marks them after it says that it has drawn
      document.querySelectorAll("#results [class*=select_]").forEach(function (button) { button.disabled = button.classList.contains("disabled"); });
    });
  });

  yasqe.on("inputRead", function (editor, change) {
    if (change.origin === "+input" && /[^\s{}().;,?$<>"']/.test(change.text[change.text.length - 1])) KG.complete.show(editor);
  });

  var marks = [];
  function clean() {
    marks.forEach(function (mark) { mark.clear(); });
    marks = [];
    KG.$("#mistake").hidden = true;
    KG.$("#cut").hidden = true;
    KG.$("#standing").hidden = true;
  }

  /** Say which papers an answer as of a day rests on: "2016-06-01; inForce=1; unknown=1; …". */
  function told(header) {
    var count = function (name) { return (new RegExp(name + "=(\\d+)").exec(header) || [0, "0"])[1]; };
    KG.$("#standing").textContent = two(
      "现行 " + count("inForce") + " 份，效力不明 " + count("unknown") + " 份（计入）；尚未施行 " + count("notYet") + " 份、已失效 " + count("ended") + " 份（不计）",
      count("inForce") + " papers in force, " + count("unknown") + " of unknown standing (counted); " + count("notYet") + " not yet, " + count("ended") + " no longer in force (left out)"
    );
    KG.$("#standing").hidden = false;
  }

  function complain(text, place) {
    var where = /^(\d+):(\d+)$/.exec(place || "");
    KG.$("#mistake").textContent = text.trim();
    KG.$("#mistake").hidden = false;
    if (!where) return;
    var line = Number(where[1]) - 1, column = Number(where[2]) - 1;
    var written = yasqe.getDoc().getLine(line) || "";
    marks.push(yasqe.getDoc().markText({ line: line, ch: Math.min(column, Math.max(0, written.length - 1)) }, { line: line, ch: Math.max(column + 1, written.length) }, { className: "cm-kg-wrong" }));
    yasqe.getDoc().setCursor({ line: line, ch: column });
  }

  /** Ask the server; which format is the caller's to say. */
  function ask(accept) {
    return fetch(address(), {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: accept },
      body: yasqe.getValue(),
    });
  }

  function run() {
    clean();
    var begun = performance.now();
    KG.$("#run").disabled = true;
    var graph = /^(CONSTRUCT|DESCRIBE)$/.test(yasqe.getQueryType() || "");
    ask(graph ? "application/n-triples" : "application/sparql-results+json").then(function (answer) {
      return answer.text().then(function (text) {
        if (!answer.ok) {
          complain(text, answer.headers.get("KG-Error-Position"));
          return;
        }
        var taken = Math.round(performance.now() - begun);
        if (answer.headers.get("KG-As-Of")) told(answer.headers.get("KG-As-Of"));
        var cap = answer.headers.get("KG-Row-Limit");
        if (cap) {
          KG.$("#cut").textContent = two("只取前 " + cap + " 行", "cut after " + cap + " rows");
          KG.$("#cut").hidden = false;
        }
        yasr.setResponse({ data: text, contentType: answer.headers.get("Content-Type").split(";")[0], status: answer.status, executionTime: taken }, taken);
        window.history.replaceState(null, "", "#" + state());
      });
    }).catch(function (error) { complain(String(error)); }).then(function () { KG.$("#run").disabled = false; });
  }
  KG.run = run;

  function say(text) {
    KG.$("#said").textContent = text;
    window.setTimeout(function () { KG.$("#said").textContent = ""; }, 4000);
  }

  function copy(text) {
    var done = function () { say(two("已复制", "copied")); };
    KG.copied = text;
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(done, function () { shown(text); });
    } else shown(text);
  }

  function shown(text) {
    KG.$("#snippet").textContent = text;
    KG.$("#snippet").hidden = false;
    KG.$("#snippet").focus();
  }

  var quoted = function (text) { return "'" + text.replace(/'/g, "'\\''") + "'"; };
  var SNIPPETS = {
    curl: function (query) { return "curl -sS " + quoted(address()) + " -H 'Accept: text/csv' \\\n  --data-urlencode " + quoted("query=" + query); },
    python: function (query) {
      return "import io, urllib.parse, urllib.request\nimport pandas\n\nquery = " + JSON.stringify(query) + "\nrequest = urllib.request.Request(\n    " + JSON.stringify(address()) + ",\n    data=urllib.parse.urlencode({\"query\": query}).encode(),\n    headers={\"Accept\": \"text/csv\"},\n)\nwith urllib.request.urlopen(request) as answer:\n    table = pandas.read_csv(io.BytesIO(answer.read()))\nprint(table)\n";
    },
    r: function (query) {
      return "library(httr)\nquery <- " + JSON.stringify(query) + "\nanswer <- POST(" + JSON.stringify(address()) + ",\n  body = list(query = query), encode = \"form\", accept(\"text/csv\"))\ntable <- read.csv(text = content(answer, \"text\", encoding = \"UTF-8\"))\nprint(table)\n";
    },
  };

  function fill(example) {
    var form = KG.clear(KG.$("#parameters"));
    var put = function (andRun) {
      var values = new URLSearchParams();
      example.parameters.forEach(function (one) { values.set(one.name, form.elements[one.name].value); });
      fetch("examples/" + example.name + "?" + values).then(function (answer) {
        return answer.text().then(function (text) {
          if (!answer.ok) { clean(); complain(text); return; }
          yasqe.setValue(JSON.parse(text).query);
          if (andRun) run();
        });
      });
    };
    form.hidden = !example.parameters.length;
    example.parameters.forEach(function (one) {
      var input = KG.h("input", { name: one.name, value: one.value, autocomplete: "off" });
      form.appendChild(KG.h("label", {}, two(one.zh, one.en), input));
      if (one.type !== "text" && one.type !== "integer") KG.complete.field(input, one.type);
    });
    form.appendChild(KG.h("button", { type: "submit", class: "quiet strong" }, two("填入并运行", "Fill in and run")));
    form.onsubmit = function (event) { event.preventDefault(); put(true); };
    put(true);
  }

  document.querySelectorAll("[data-example]").forEach(function (button) {
    button.addEventListener("click", function () {
      fill(KG.query.examples.find(function (one) { return one.name === button.dataset.example; }));
      var work = KG.$(".query-work");
      if (work.getBoundingClientRect().top < 0) work.scrollIntoView();
    });
  });
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var types = { csv: "text/csv", tsv: "text/tab-separated-values", json: "application/sparql-results+json" };
    button.addEventListener("click", function () {
      clean();
      ask(types[button.dataset.copy]).then(function (answer) {
        return answer.text().then(function (text) {
          if (answer.ok) copy(text);
          else complain(text, answer.headers.get("KG-Error-Position"));
        });
      });
    });
  });
  document.querySelectorAll("[data-snippet]").forEach(function (button) {
    button.addEventListener("click", function () {
      var text = SNIPPETS[button.dataset.snippet](yasqe.getValue());
      shown(text);
      copy(text);
    });
  });
  KG.$("#share").addEventListener("click", function () {
    copy(endpoint + "#" + state());
  });
  KG.$("#run").addEventListener("click", run);
  KG.$("#results").addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[href]");
    if (link && link.href.indexOf(BASE) === 0) { event.preventDefault(); KG.go(decodeURI(link.href)); }
  });
  if (given) run();
})();
