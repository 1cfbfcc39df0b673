"use strict";
/* Completion in the editor, from the graph at hand and from nowhere else: prefixes, classes, properties, and
   things by Chinese name, alias or pinyin. A completer of YASQE is an object; what it offers are strings. */
KG.query = JSON.parse(document.getElementById("kg-query").textContent);
KG.complete = {};

KG.complete.shorten = function (iri) {
  var best = "";
  var prefixes = KG.query.prefixes;
  Object.keys(prefixes).forEach(function (name) {
    if (iri.indexOf(prefixes[name]) === 0 && prefixes[name].length > (prefixes[best] || "").length) best = name;
  });
  return best ? best + ":" + iri.slice(prefixes[best].length) : "<" + iri + ">";
};

/** Fetch JSON from the server itself. */
KG.complete.fetch = function (path) {
  return fetch(path, { headers: { Accept: "application/json" } }).then(function (answer) {
    return answer.ok ? answer.json() : [];
  });
};

KG.complete.terms = null;
KG.complete.allTerms = function () {
  if (!KG.complete.terms) KG.complete.terms = KG.complete.fetch("terms");
  return KG.complete.terms;
};

/** The word before the cursor, over all characters that a name may hold, and where it stands. */
KG.complete.word = function (yasqe) {
  var cursor = yasqe.getDoc().getCursor();
  var line = yasqe.getDoc().getLine(cursor.line);
  var before = line.slice(0, cursor.ch);
  var found = /[^\s{}()<>"';,.|/^?$*+!=&]*$/.exec(before)[0];
  return { line: cursor.line, start: cursor.ch - found.length, end: cursor.ch, string: found };
};

/** Choices for a word: {text: what is written, shown: what is read}. */
KG.complete.choices = function (word) {
  var colon = word.indexOf(":");
  var prefix = colon < 0 ? "" : word.slice(0, colon);
  var rest = colon < 0 ? word : word.slice(colon + 1);
  var folded = rest.toLowerCase();
  var wanted = [];
  if (colon < 0) {
    Object.keys(KG.query.prefixes).forEach(function (name) {
      if (name.indexOf(word) === 0) wanted.push({ text: name + ":", shown: name + ":  " + KG.query.prefixes[name] });
    });
  }
  var terms = KG.complete.allTerms().then(function (known) {
    return (known.terms || []).filter(function (term) {
      var short = KG.complete.shorten(term.iri);
      if (prefix && short.indexOf(prefix + ":") !== 0) return false;
      return rest && (short.toLowerCase().indexOf(folded) >= 0 || term.label.indexOf(rest) >= 0);
    }).slice(0, 15).map(function (term) {
      var short = KG.complete.shorten(term.iri);
      return { text: short, shown: short + "  " + term.label + " (" + term.kind + ")" };
    });
  });
  var kinds = prefix && prefix !== "kgo" ? "&kinds=" + encodeURIComponent(prefix) : "";
  var own = !prefix || (KG.query.prefixes[prefix] || "").indexOf("/id/") > 0;
  var things = rest && own ? KG.complete.fetch("complete?q=" + encodeURIComponent(rest) + kinds) : Promise.resolve([]);
  return Promise.all([terms, things]).then(function (both) {
    var named = both[1].map(function (thing) { return { text: thing.prefixed, shown: thing.prefixed + "  " + thing.name }; });
    return wanted.concat(both[0], named).slice(0, 40);
  });
};

/** Write a choice in the place of a word, and declare its prefix where the query does not. */
KG.complete.put = function (yasqe, word, text) {
  yasqe.getDoc().replaceRange(text, { line: word.line, ch: word.start }, { line: word.line, ch: word.end });
  var prefix = /^([A-Za-z][\w-]*):./.exec(text);
  if (prefix && KG.query.prefixes[prefix[1]] && !yasqe.getPrefixesFromQuery()[prefix[1]]) {
    var declared = {};
    declared[prefix[1]] = KG.query.prefixes[prefix[1]];
    yasqe.addPrefixes(declared);
  }
};

/** Show the choices under the cursor by the editor's own hints. */
KG.complete.show = function (yasqe) {
  var word = KG.complete.word(yasqe);
  if (!word.string || /^\d+$/.test(word.string)) return;
  KG.complete.choices(word.string).then(function (choices) {
    var now = KG.complete.word(yasqe);
    if (!choices.length || now.string !== word.string || now.line !== word.line) return;
    yasqe.showHint({
      closeCharacters: /[\s{}]/,
      completeSingle: false,
      hint: function () {
        return {
          list: choices.map(function (choice) {
            return { text: choice.text, displayText: choice.shown, hint: function () { KG.complete.put(yasqe, word, choice.text); } };
          }),
          from: { line: word.line, ch: word.start },
          to: { line: word.line, ch: word.end },
        };
      },
    });
  });
};

/** Offer names for a field of a shipped question's parameter. */
KG.complete.field = function (input, kinds) {
  var list = KG.h("datalist", { id: "list-" + input.name });
  input.setAttribute("list", list.id);
  input.after(list);
  input.addEventListener("input", function () {
    if (!input.value) return;
    KG.complete.fetch("complete?q=" + encodeURIComponent(input.value) + "&kinds=" + encodeURIComponent(kinds)).then(function (found) {
      KG.clear(list);
      found.forEach(function (thing) { list.appendChild(KG.h("option", { value: thing.name }, thing.prefixed)); });
    });
  });
};
