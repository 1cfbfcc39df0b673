"use strict";
/* Boot: toolbar, keyboard, and what listens to what. */
KG.startPath = function (node) {
  KG.update({ picking: true, pathStart: node === undefined ? null : node, path: [] });
  KG.note(KG.t(node === undefined ? "pathFirst" : "pathSecond"));
};

KG.actions = {
  "zoom-in": function () { KG.zoom(1.3); },
  "zoom-out": function () { KG.zoom(1 / 1.3); },
  fit: function () { KG.fit(true); },
  physics: function (button) {
    KG.setPhysics(!KG.physics);
    button.setAttribute("aria-pressed", String(!!KG.physics));
  },
  path: function () {
    if (KG.state.picking) { KG.update({ picking: false, pathStart: null }); KG.note(""); } else KG.startPath();
  },
  reset: function () {
    KG.note("");
    KG.state = KG.initialState();
    KG.update({}, { push: true });
    KG.fit(true);
  },
  fullscreen: function () {
    if (document.fullscreenElement) document.exitFullscreen();
    else KG.$("#workbench").requestFullscreen().catch(function () { /* refused by the browser */ });
  },
  print: function () { window.print(); },
  restore: function () { KG.state.hidden.clear(); KG.update({}, { push: true }); },
  close: function () { KG.update({ node: null, edge: null, path: [] }, { push: true }); KG.$("#stage").focus(); },
};

KG.bootToolbar = function () {
  document.querySelectorAll("[data-action]").forEach(function (button) {
    button.addEventListener("click", function () { KG.actions[button.dataset.action](button); });
  });
  document.querySelectorAll("[data-detail]").forEach(function (button) {
    button.addEventListener("click", function () {
      KG.state.opened.clear();
      KG.update({ detail: button.dataset.detail }, { push: true });
      KG.fit(false);
    });
  });
  document.querySelectorAll("[data-export]").forEach(function (button) {
    button.addEventListener("click", function () { KG.exportAs(button.dataset.export); button.closest("details").open = false; });
  });
  document.querySelectorAll("[data-node]").forEach(function (button) {
    button.addEventListener("click", function () { KG.selectNode(Number(button.dataset.node), true); });
  });
  KG.$("#color").addEventListener("change", function (event) { KG.update({ color: event.target.value }, { push: true }); });
  KG.$("#size").addEventListener("change", function (event) { KG.update({ size: event.target.value }, { push: true }); });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });
};

/** The nearest shown node from the cursor in a direction (within 60°), or the page's subject to start with. */
KG.step = function (dx, dy) {
  if (KG.cursor === null || KG.cursor === undefined || !KG.shown.nodes[KG.cursor]) {
    var first = KG.shown.nodes.indexOf(1);
    return first < 0 ? null : first;
  }
  var from = KG.network.getPosition(KG.cursor), best = null, far = Infinity;
  KG.shown.nodes.forEach(function (on, i) {
    if (!on || i === KG.cursor) return;
    var to = KG.network.getPosition(i), x = to.x - from.x, y = to.y - from.y, along = x * dx + y * dy;
    var across = Math.abs(x * dy - y * dx);
    if (along <= 0 || across > along * 1.75) return;
    if (along + 2 * across < far) { far = along + 2 * across; best = i; }
  });
  return best;
};

KG.keys = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", 0: "fit", f: "fullscreen",
};

KG.onKey = function (event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  var typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "Escape" && !typing) {
    KG.note("");
    KG.update({ node: null, edge: null, path: [], picking: false, pathStart: null }, { push: true });
    return;
  }
  if (event.key === "/" && !typing) { KG.$("#search").focus(); event.preventDefault(); return; }
  if (event.target !== KG.$("#stage")) return;
  var known = KG.keys[event.key];
  if (Array.isArray(known)) {
    var next = KG.step(known[0], known[1]);
    if (next !== null) KG.moveCursor(next);
    event.preventDefault();
  } else if (known) { KG.actions[known](KG.$("[data-action='" + known + "']")); event.preventDefault(); }
  else if (KG.cursor !== null && KG.cursor !== undefined) KG.nodeKey(event);
};

KG.nodeKey = function (event) {
  if (event.key === "Enter") { KG.pick(KG.cursor); var title = KG.$("#panel-body .panel-title"); if (title && !KG.state.picking) title.focus(); }
  else if (event.key === " " || event.key === "e") KG.toggleOpen(KG.cursor);
  else if (event.key === "p") KG.togglePin(KG.cursor);
  else if (event.key === "h") KG.hideNode(KG.cursor);
  else return;
  event.preventDefault();
};

KG.moveCursor = function (node) {
  KG.cursor = node;
  KG.hovered = node;
  var at = KG.network.canvasToDOM(KG.network.getPosition(node)), stage = KG.$("#stage").getBoundingClientRect();
  if (at.x < 40 || at.y < 40 || at.x > stage.width - 40 || at.y > stage.height - 40) {
    KG.network.moveTo({ position: KG.network.getPosition(node), animation: false });
  }
  KG.requestDraw();
  KG.say(KG.t("nodeSpoken", { name: KG.name(node), kind: KG.word("kinds", KG.graph.data.entities[node].kind), n: KG.graph.around[node].length }));
};

KG.bootGraph = function () {
  KG.readGraph();
  KG.cursor = null;
  KG.readAddress();
  KG.computeShown();
  KG.draw();
  KG.showChoice();
  if (KG.state.node !== null) KG.flyTo(KG.state.node);
  KG.bootToolbar();
  KG.bootSearch();
  KG.bootTable();
  KG.bootCoverage();
  KG.listeners.push(KG.showStatus, KG.showPanel, KG.showTable, KG.placesChanged, function () { if (KG.lastColor !== KG.state.color) { KG.lastColor = KG.state.color; KG.showGroups(); } });
  KG.showLegend();
  KG.showPanel();
  document.addEventListener("keydown", KG.onKey);
  KG.$("#stage").addEventListener("blur", function () { KG.hovered = null; KG.requestDraw(); });
  window.addEventListener("beforeprint", KG.copyForPrint);
  window.addEventListener("popstate", function () {
    KG.readAddress();
    KG.refresh();
    KG.showLegend();
    KG.listeners.forEach(function (listener) { listener({}); });
  });
  KG.onChange.push(function () { KG.refresh(true); KG.showLegend(); KG.showPanel(); KG.showTable(); KG.bootCoverage(); });
  KG.scheme.addEventListener("change", function () { KG.changed("theme"); });
  if (window.matchMedia("(max-width: 900px)").matches) KG.$("#filters").open = false;
  KG.network.once("afterDrawing", function () { window.KG_READY = performance.now(); });
  KG.requestDraw();
};

document.addEventListener("DOMContentLoaded", function () {
  KG.bootPage();
  if (document.getElementById("kg-data")) KG.bootGraph();
  if (document.getElementById("kg-map")) KG.bootMap();
  if (document.getElementById("sparql")) KG.bootAsk();
});
