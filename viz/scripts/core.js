"use strict";
/* Shared by every page: words, theme, language, small DOM helpers. All text goes in through textContent. */
var KG = {};

KG.store = {
  get: function (key) { try { return window.localStorage.getItem("kg." + key); } catch (_) { return null; } },
  set: function (key, value) { try { window.localStorage.setItem("kg." + key, value); } catch (_) { /* private mode */ } },
};

KG.lang = KG.store.get("lang") || document.documentElement.dataset.lang || "zh";

/** Return the words for a key in the present language, with {name} slots filled. */
KG.t = function (key, slots) {
  var entry = window.KG_STRINGS[key];
  var text = entry ? entry[KG.lang] : key;
  return text.replace(/\{(\w+)\}/g, function (_, name) { return String(slots[name]); });
};

/** Return the words of a legend entry (kinds, predicates, modes, scopes). */
KG.word = function (family, name) {
  var entry = (window.KG_LEGEND[family] || {})[name];
  return entry ? entry[KG.lang] : name;
};

/** Make an element: attributes by name, "on…" as listeners, children as nodes or text. */
KG.h = function (tag, attributes) {
  var node = document.createElement(tag);
  Object.keys(attributes || {}).forEach(function (name) {
    var value = attributes[name];
    if (value === null || value === undefined || value === false) return;
    if (name.slice(0, 2) === "on") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  });
  for (var i = 2; i < arguments.length; i += 1) {
    [].concat(arguments[i]).forEach(function (child) {
      if (child === null || child === undefined || child === false) return;
      node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
    });
  }
  return node;
};

/** Make an icon that refers to a symbol of the page's sprite. */
KG.icon = function (name) {
  var svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  var use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", "#i-" + name);
  svg.appendChild(use);
  return svg;
};

KG.$ = function (selector) { return document.querySelector(selector); };
KG.clear = function (node) { while (node.firstChild) node.removeChild(node.firstChild); return node; };

KG.scheme = window.matchMedia("(prefers-color-scheme: dark)");
KG.dark = function () {
  var chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : KG.scheme.matches;
};

KG.onChange = [];
/** Run whatever must follow a change of language ("lang") or theme ("theme"). */
KG.changed = function (what) { KG.onChange.forEach(function (listener) { listener(what); }); };

/** Put the present language into every element that carries data-t…, data-zh or data-en. */
KG.translate = function () {
  document.documentElement.lang = KG.lang === "zh" ? "zh-CN" : "en";
  document.querySelectorAll("[data-t]").forEach(function (node) { node.textContent = KG.t(node.dataset.t); });
  document.querySelectorAll("[data-zh]").forEach(function (node) {
    node.textContent = KG.lang === "en" && node.dataset.en ? node.dataset.en : node.dataset.zh;
  });
  ["aria-label", "title", "placeholder"].forEach(function (name) {
    document.querySelectorAll("[data-t-" + name + "]").forEach(function (node) {
      node.setAttribute(name, KG.t(node.getAttribute("data-t-" + name)));
    });
  });
};

KG.setLang = function (lang) {
  KG.lang = lang;
  KG.store.set("lang", lang);
  KG.translate();
  KG.changed("lang");
};

KG.toggleTheme = function () {
  document.documentElement.dataset.theme = KG.dark() ? "light" : "dark";
  KG.store.set("theme", document.documentElement.dataset.theme);
  KG.changed("theme");
};

/** Fold text for comparison: compatibility forms, lower case, no spaces. */
KG.fold = function (text) { return text.normalize("NFKC").toLowerCase().replace(/\s+/g, ""); };

KG.copy = function (text, button) {
  var done = function () {
    var before = button.textContent;
    button.textContent = KG.t("copied");
    window.setTimeout(function () { button.textContent = before; }, 1200);
  };
  var fallback = function () {
    var area = KG.h("textarea", { "aria-hidden": "true" });
    area.value = text;
    document.body.appendChild(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    done();
  };
  if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, fallback);
  else fallback();
};

KG.download = function (name, blob) {
  var address = URL.createObjectURL(blob);
  var link = KG.h("a", { href: address, download: name });
  document.body.appendChild(link);
  link.click();
  link.remove();
  window.setTimeout(function () { URL.revokeObjectURL(address); }, 4000);
};

KG.bootPage = function () {
  KG.translate();
  var theme = KG.$("#theme");
  if (theme) theme.addEventListener("click", KG.toggleTheme);
  var lang = KG.$("#lang");
  if (lang) lang.addEventListener("click", function () { KG.setLang(KG.lang === "zh" ? "en" : "zh"); });
  var filter = KG.$("#index-filter");
  if (filter) filter.addEventListener("input", function () { KG.filterIndex(filter.value); });
};

/** Filter the cards and rows of an index page by name or pinyin. */
KG.filterIndex = function (query) {
  var wanted = KG.fold(query);
  document.querySelectorAll("[data-keys]").forEach(function (node) {
    node.hidden = wanted !== "" && KG.fold(node.dataset.keys).indexOf(wanted) < 0;
  });
};

(function () {
  var theme = KG.store.get("theme");
  if (theme) document.documentElement.dataset.theme = theme;
})();
