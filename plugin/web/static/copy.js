// Improves the page where scripts run: a button that copies what a field holds. It can be copied by hand without it.
for (const field of document.querySelectorAll("[data-copy]")) {
  const { copy, copied, byHand } = field.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = copy;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = copied;
    } catch {
      button.textContent = byHand;
    }
  });
  field.after(button);
}
