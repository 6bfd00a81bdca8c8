// Improves the page where scripts run: moments in the reader's own time zone, in the language of the page and, where the
// browser names a country with that language, in the manner of that country. Without it they are in UTC.
const spoken = document.documentElement.lang;
const manner = navigator.languages.find((tag) => tag.split("-")[0] === spoken && tag !== spoken);
for (const time of document.querySelectorAll("time[data-moment]")) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.getTime())) {
    time.textContent = at.toLocaleString(manner || spoken, { dateStyle: "medium", timeStyle: "short" });
  }
}
