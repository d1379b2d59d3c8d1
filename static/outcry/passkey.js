/* The browser's half of staff/passkeys.py (WebAuthn level 2). The page brings the options; the answer goes back with its form. */
"use strict";
(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const opened = (options) => {
    const asked = { ...options, challenge: bytes(options.challenge) };
    if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      if (asked[list]) asked[list] = asked[list].map((one) => ({ ...one, id: bytes(one.id) }));
    }
    return asked;
  };

  const answered = (credential) => {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const said = form.querySelector("[data-said]");
    if (!globalThis.PublicKeyCredential) {
      said.textContent = said.dataset.cannot;
      continue;
    }
    form.addEventListener("submit", async (event) => {
      if (form.elements.response.value) return;
      event.preventDefault();
      const publicKey = opened(JSON.parse(form.dataset.passkey).publicKey);
      try {
        const credential = publicKey.user
          ? await navigator.credentials.create({ publicKey })
          : await navigator.credentials.get({ publicKey });
        form.elements.response.value = JSON.stringify(answered(credential));
      } catch (error) {
        said.textContent = error.name === "InvalidStateError" ? said.dataset.known : said.dataset.failed;
        return;
      }
      form.submit();
    });
  }
})();
