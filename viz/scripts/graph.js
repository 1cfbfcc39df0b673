"use strict";
/* The graph as data: neighbours, what is shown, shortest paths. No drawing here. */
KG.readGraph = function () {
  var data = JSON.parse(document.getElementById("kg-data").textContent);
  var graph = { data: data, page: data.page, n: data.nodes.length, around: [] };
  for (var i = 0; i < graph.n; i += 1) graph.around.push([]);
  data.edges.forEach(function (edge, place) {
    graph.around[edge.from].push(place);
    if (edge.from !== edge.to) graph.around[edge.to].push(place);
  });
  graph.documents = {};
  data.papers.forEach(function (paper) { graph.documents[paper.id] = paper; });
  graph.byIri = new Map(data.entities.map(function (entity, place) { return [entity.iri, place]; }));
  KG.graph = graph;
  return graph;
};

KG.name = function (node) {
  var entity = KG.graph.data.entities[node];
  return KG.lang === "en" && entity.en ? entity.en : entity.name;
};

KG.other = function (edge, node) {
  var e = KG.graph.data.edges[edge];
  return e.from === node ? e.to : e.from;
};

/** Words that qualify a statement: mode and scope of a restriction, strength, time, threshold. */
KG.qualifiers = function (edge) {
  var s = KG.graph.data.statements[edge];
  var words = [];
  if (s.mode) words.push(KG.word("modes", s.mode));
  if (s.scope) words.push(KG.word("scopes", s.scope));
  if (s.threshold) words.push(s.threshold);
  if (s.strength) words.push(s.strength);
  if (s.when) words.push(s.when);
  if (s.inferred) words.push(KG.t("inferred"));
  return words;
};

KG.relation = function (edge) {
  var s = KG.graph.data.statements[edge];
  return s.mode ? KG.word("modes", s.mode) : KG.word("predicates", s.predicate);
};

/** The grade of a node: its own, or, where one place is chosen, that of its gap in the place. */
KG.gradeOf = function (node) {
  var covered = KG.graph.page.coverage, place = KG.state.places[0];
  if (!covered || !place || covered.stages.indexOf(node) < 0) return KG.graph.data.entities[node].grade;
  var gap = KG.gapAt(covered.regions.indexOf(place), node);
  return gap ? gap.grade : "";
};

KG.initialState = function () {
  return {
    node: null, edge: null, detail: KG.graph.data.page.overview ? "core" : "all",
    offKinds: new Set(), offPredicates: new Set(), hidden: new Set(), opened: new Set(), closed: new Set(),
    pinned: new Map(), color: "kind", size: "degree", path: [], picking: false, places: ["", ""],
  };
};

/** Compute which nodes and edges the present state shows. */
KG.computeShown = function () {
  var graph = KG.graph, data = graph.data, state = KG.state;
  var wanted = new Uint8Array(graph.n);
  var forced = new Set(state.path);
  if (state.node !== null) forced.add(state.node);
  if (state.edge !== null) { forced.add(data.edges[state.edge].from); forced.add(data.edges[state.edge].to); }
  var open = function (node) {
    graph.around[node].forEach(function (edge) { wanted[KG.other(edge, node)] = 1; });
  };
  data.nodes.forEach(function (node, i) {
    if (state.detail === "all" || node.depth <= 1 || forced.has(i)) wanted[i] = 1;
  });
  state.opened.forEach(open);
  state.closed.forEach(function (node) {
    graph.around[node].forEach(function (edge) {
      var leaf = KG.other(edge, node);
      if (leaf !== node && data.nodes[leaf].depth > 0 && !forced.has(leaf) && !state.opened.has(leaf) &&
          graph.around[leaf].every(function (e) { return KG.other(e, leaf) === node; })) wanted[leaf] = 0;
    });
  });
  var filtered = state.offPredicates.size > 0;
  var nodes = new Uint8Array(graph.n);
  for (var i = 0; i < graph.n; i += 1) {
    nodes[i] = wanted[i] && !state.hidden.has(i) && !state.offKinds.has(data.entities[i].kind) ? 1 : 0;
  }
  var edges = new Uint8Array(data.edges.length);
  var linked = new Uint8Array(graph.n);
  data.edges.forEach(function (edge, e) {
    if (nodes[edge.from] && nodes[edge.to] && !state.offPredicates.has(data.statements[e].predicate)) {
      edges[e] = 1; linked[edge.from] = 1; linked[edge.to] = 1;
    }
  });
  if (filtered) {
    for (var j = 0; j < graph.n; j += 1) if (!linked[j] && data.nodes[j].depth > 0 && !forced.has(j)) nodes[j] = 0;
  }
  KG.shown = { nodes: nodes, edges: edges };
  return KG.shown;
};

KG.count = function (flags) { var sum = 0; for (var i = 0; i < flags.length; i += 1) sum += flags[i]; return sum; };

/** Breadth-first shortest path over all statements whose kinds and predicates are on; null if there is none. */
KG.shortestPath = function (from, to) {
  var graph = KG.graph, state = KG.state, came = new Map([[from, null]]), queue = [from];
  while (queue.length && !came.has(to)) {
    var next = [];
    queue.forEach(function (node) {
      graph.around[node].forEach(function (edge) {
        var other = KG.other(edge, node);
        if (came.has(other) || state.hidden.has(other)) return;
        if (state.offPredicates.has(graph.data.statements[edge].predicate)) return;
        if (other !== to && state.offKinds.has(graph.data.entities[other].kind)) return;
        came.set(other, { node: node, edge: edge });
        next.push(other);
      });
    });
    queue = next;
  }
  if (!came.has(to)) return null;
  var nodes = [to], edges = [];
  for (var step = came.get(to); step; step = came.get(step.node)) { nodes.unshift(step.node); edges.unshift(step.edge); }
  return { nodes: nodes, edges: edges };
};

/** Find nodes by name, alias or pinyin; exact first, then beginnings, then the rest; busier nodes first. */
KG.find = function (query, limit) {
  var wanted = KG.fold(query);
  if (!wanted) return [];
  var found = [];
  KG.graph.data.entities.forEach(function (entity, i) {
    var best = 9, names = [entity.name, entity.en].concat(entity.aliases);
    names.forEach(function (name) {
      if (!name) return;
      var at = KG.fold(name).indexOf(wanted);
      if (at >= 0) best = Math.min(best, KG.fold(name) === wanted ? 0 : at === 0 ? 1 : 3);
    });
    entity.pinyin.split(" ").forEach(function (key) {
      var at = key.indexOf(wanted);
      if (key && at >= 0) best = Math.min(best, key === wanted ? 1 : at === 0 ? 2 : 5);
    });
    if (best < 9) found.push([best, -KG.graph.data.nodes[i].degree, i]);
  });
  found.sort(function (a, b) { return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]; });
  return found.slice(0, limit).map(function (entry) { return entry[2]; });
};
