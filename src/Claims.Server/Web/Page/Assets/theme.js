// Before anything is drawn: light or dark as this reader chose, else as the system has it.
try {
  const theme = localStorage.getItem('theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing asks its system.
}
// Styles know that a script will fold what has no room.
document.documentElement.dataset.script = 'begins';
