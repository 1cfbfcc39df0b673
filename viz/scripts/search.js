"use strict";
/* Search box: a combobox over names, aliases and pinyin; choosing flies to the node. */
KG.bootSearch = function () {
  var box = KG.$("#search"), list = KG.$("#search-list"), at = -1, found = [];
  var close = function () { list.hidden = true; box.setAttribute("aria-expanded", "false"); box.removeAttribute("aria-activedescendant"); at = -1; };
  var mark = function (place) {
    at = place;
    Array.from(list.children).forEach(function (item, i) {
      item.setAttribute("aria-selected", String(i === at));
      if (i === at) { box.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
    });
  };
  var choose = function (node) {
    box.value = "";
    close();
    KG.state.hidden.delete(node);
    KG.state.offKinds.delete(KG.graph.data.entities[node].kind);
    KG.selectNode(node, true);
  };
  var show = function () {
    found = KG.find(box.value, 12);
    KG.clear(list);
    found.forEach(function (node, i) {
      var entity = KG.graph.data.entities[node], alias = KG.matchedAlias(entity, box.value);
      list.appendChild(KG.h("li", { role: "option", id: "hit-" + i, "aria-selected": "false", onmousedown: function (event) { event.preventDefault(); choose(node); } },
        KG.glyph(entity.kind), KG.h("span", { class: "name" }, KG.name(node)),
        KG.h("small", null, alias || KG.word("kinds", entity.kind))));
    });
    if (!found.length && box.value.trim()) list.appendChild(KG.h("li", { class: "hint", role: "option", "aria-disabled": "true", "aria-selected": "false" }, KG.t("noResult")));
    list.hidden = !list.children.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    KG.say(box.value.trim() ? KG.t("results", { n: found.length }) : "");
    if (found.length) mark(0);
  };
  box.addEventListener("input", show);
  box.addEventListener("focus", function () { if (box.value) show(); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown" && found.length) { mark((at + 1) % found.length); event.preventDefault(); }
    else if (event.key === "ArrowUp" && found.length) { mark((at - 1 + found.length) % found.length); event.preventDefault(); }
    else if (event.key === "Enter" && found[at] !== undefined) { choose(found[at]); event.preventDefault(); }
    else if (event.key === "Escape") { box.value = ""; close(); }
  });
};

/** The alias that matched, when the name itself did not. */
KG.matchedAlias = function (entity, query) {
  var wanted = KG.fold(query);
  if (KG.fold(entity.name).indexOf(wanted) >= 0) return "";
  return entity.aliases.filter(function (alias) { return KG.fold(alias).indexOf(wanted) >= 0; })[0] || "";
};
