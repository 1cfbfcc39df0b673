"use strict";
/* The map: a measure by shade (and size, for a city that is a dot), or where an industry is promoted and restricted,
   told apart by colour and sign. */
KG.bootMap = function () {
  KG.map = JSON.parse(document.getElementById("kg-map").textContent);
  var given = new URLSearchParams(window.location.hash.replace(/^#/, "")), list = KG.$("#industries-list");
  KG.map.industries.forEach(function (industry) { list.appendChild(KG.h("option", { value: industry.name })); });
  var measure = KG.$("#measure"), industry = KG.$("#industry");
  if (given.get("industry")) industry.value = given.get("industry");
  if (given.get("measure")) measure.value = given.get("measure");
  measure.addEventListener("change", function () { industry.value = ""; KG.showMap(); });
  industry.addEventListener("input", KG.showMap);
  KG.onChange.push(KG.showMap);
  KG.showMap();
};

KG.mapIndustry = function () {
  var wanted = KG.fold(KG.$("#industry").value);
  if (!wanted) return null;
  return KG.map.industries.filter(function (industry) {
    return KG.fold(industry.name) === wanted || industry.pinyin.split(" ").indexOf(wanted) >= 0;
  })[0] || null;
};

KG.showMap = function () {
  var industry = KG.mapIndustry(), measure = KG.$("#measure").value, dark = KG.dark();
  var values = KG.map.cities.map(function (city, i) {
    if (!industry) return { n: city.values[measure], text: String(city.values[measure]) };
    var wanted = industry.promotes.indexOf(i) >= 0, held = industry.restricts.indexOf(i) >= 0;
    return { wanted: wanted, held: held, n: wanted || held ? 1 : 0, text: KG.t(wanted && held ? "both" : wanted ? "promoted" : held ? "restricted" : "notNamed") };
  });
  var most = Math.max.apply(null, values.map(function (v) { return v.n; }).concat([1]));
  var promoted = dark ? "#3fbf98" : "#00795a", restricted = dark ? "#ff8f6b" : "#b8320f";
  KG.map.cities.forEach(function (city, i) {
    var node = document.getElementById("city-" + i), value = values[i], share = Math.sqrt(value.n / most);
    if (node) {
      var shape = node.querySelector(".dot"), inside = KG.$("#label-" + i + " .inside"), area = node.querySelector(".area");
      var r = area ? 9 : industry ? 15 : 9 + 21 * share;
      shape.setAttribute("d", area ? "" : KG.shapePath(industry && value.held && !value.wanted ? "square" : industry && value.held ? "diamond" : "dot", city.x, city.y, r));
      (area || shape).style.fill = !value.n ? "transparent" : industry ? (value.held && !value.wanted ? restricted : value.held ? (dark ? "#e0b63f" : "#977000") : promoted) : "color-mix(in srgb, var(--accent) " + Math.round(area ? 8 + 62 * share : 30 + 70 * share) + "%, var(--canvas))";
      inside.textContent = industry ? (value.held && value.wanted ? "±" : value.held ? "−" : value.wanted ? "＋" : "") : value.text;
      inside.style.fill = area ? "var(--ink)" : value.n && (industry || share > 0.55) ? "var(--canvas)" : "var(--ink)";
      node.querySelector("title").textContent = city.name + "：" + value.text;
      node.setAttribute("aria-label", (KG.lang === "en" && city.en ? city.en : city.name) + "：" + value.text);
      node.dataset.r = r;
    }
  });
  KG.placeMapNames();
  KG.$("#map-signs").hidden = !industry;
  KG.mapTable(values, industry);
  var hash = industry ? "industry=" + encodeURIComponent(industry.name) : measure !== "statementsOf" ? "measure=" + measure : "";
  try { window.history.replaceState(null, "", hash ? "#" + hash : window.location.pathname); } catch (_) { /* file: in some browsers */ }
};

/** Put each name below its dot, or above it where another city's dot is in the way. */
KG.placeMapNames = function () {
  var dots = KG.map.cities.map(function (city, i) { return { city: city, node: document.getElementById("city-" + i), label: document.getElementById("label-" + i) }; }).filter(function (d) { return d.node; });
  dots.forEach(function (dot) {
    var r = Number(dot.node.dataset.r), below = dot.city.y + r + 17;
    var crowded = dots.some(function (other) {
      return other !== dot && Math.abs(other.city.x - dot.city.x) < 42 + Number(other.node.dataset.r) && Math.abs(other.city.y - below + 5) < 10 + Number(other.node.dataset.r);
    });
    dot.label.querySelector(".name").setAttribute("y", crowded ? dot.city.y - r - 7 : below);
  });
};

KG.mapTable = function (values, industry) {
  var order = KG.map.cities.map(function (_, i) { return i; }).sort(function (a, b) { return values[b].n - values[a].n || a - b; });
  KG.$("#map-heading").textContent = industry ? industry.name : KG.t(KG.$("#measure").value);
  var body = KG.clear(KG.$("#map-table tbody"));
  order.forEach(function (i) {
    var city = KG.map.cities[i], name = KG.lang === "en" && city.en ? city.en : city.name;
    body.appendChild(KG.h("tr", null, KG.h("th", { scope: "row" }, city.href ? KG.h("a", { href: city.href }, name) : name), KG.h("td", null, values[i].text)));
  });
};
