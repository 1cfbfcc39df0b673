"use strict";
/* The page that takes a query along from pages without a server: shown, copied, opened on a server. */
KG.bootAsk = function () {
  var area = KG.$("#sparql"), server = KG.$("#server"), open = KG.$("#ask"), command = KG.$("#command");
  var quoted = function (text) { return "'" + text.replace(/'/g, "'\\''") + "'"; };
  var show = function () {
    var address = server.value.trim().replace(/\/*$/, "/");
    command.textContent = "kg query " + quoted(area.value);
    if (/^https?:\/\/[^\s/]/.test(address)) open.href = address + "sparql#" + new URLSearchParams({ query: area.value });
    else open.removeAttribute("href");
  };
  var read = function () {
    var given = new URLSearchParams(window.location.hash.slice(1)).get("query");
    if (given !== null) area.value = given;
    show();
  };
  server.value = KG.store.get("server") || server.value;
  server.addEventListener("input", function () { KG.store.set("server", server.value); show(); });
  area.addEventListener("input", show);
  document.querySelectorAll("[data-copies]").forEach(function (button) {
    button.addEventListener("click", function () {
      KG.copy(button.dataset.copies === "sparql" ? area.value : command.textContent, button.firstElementChild);
    });
  });
  window.addEventListener("hashchange", read);
  read();
};
