/* The browser's half of appeals/challenge.py (ALTCHA, protocol 2). Only the page that asks for a calculation loads it.
   Written for Outcry and under its licence; the protocol is documented at altcha.org. */
"use strict";
(() => {
  const form = document.querySelector("form[data-challenge]");
  const subtle = globalThis.crypto && globalThis.crypto.subtle; // not there over plain http
  if (!form || !subtle) return;
  const challenge = JSON.parse(form.dataset.challenge);
  const asked = challenge.parameters;
  const field = form.elements.solution;
  const state = document.getElementById("challenge");
  let pressed = null;

  const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (pair) => parseInt(pair, 16));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const nonce = bytes(asked.nonce);
  const salt = bytes(asked.salt);

  const keyAt = async (counter) => {
    const password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const base = await subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: asked.cost };
    return hex(await subtle.deriveBits(how, base, asked.keyLength * 8));
  };

  const solve = async () => {
    const started = performance.now();
    for (let counter = 0; counter < 100000; counter += 1) {
      const derivedKey = await keyAt(counter);
      if (derivedKey.startsWith(asked.keyPrefix)) {
        return { counter, derivedKey, time: Math.round(performance.now() - started) };
      }
    }
    throw new Error("no key found");
  };

  form.addEventListener("submit", (event) => {
    if (field.value || !pressing || (event.submitter && event.submitter.name)) return;
    event.preventDefault();
    pressed = { button: event.submitter }; // null when no button was pressed but Enter, or a script
    state.textContent = state.dataset.soon;
    form.setAttribute("aria-busy", "true");
  });

  let pressing = solve()
    .then((solution) => {
      field.value = btoa(JSON.stringify({ challenge, solution }));
      state.textContent = state.dataset.ready;
    })
    .catch(() => {})
    .finally(() => {
      pressing = null; // solved or not: from now on the button sends at once
      form.removeAttribute("aria-busy");
      if (pressed) form.requestSubmit(pressed.button);
    });
  state.textContent = state.dataset.working;
})();
