// Runs before the first paint, so that a chosen scheme never flashes.
(() => {
  const chosen = localStorage.getItem("scheme");
  if (chosen) document.documentElement.dataset.scheme = chosen;
})();
