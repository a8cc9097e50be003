// Keys of one letter (WCAG 2.1.4): they can be turned off in the legend.

/** Listens to keys. */
export function keys({ unfold, fold, remember }) {
  const legend = document.getElementById('legend');
  const choice = document.getElementById('keys');
  if (!choice) return;
  try {
    choice.checked = localStorage.getItem('keys') !== 'off';
  } catch {
    // They are on.
  }
  choice.addEventListener('change', () => {
    try {
      localStorage.setItem('keys', choice.checked ? 'on' : 'off');
    } catch {
      // Then it holds until the page is left.
    }
  });

  document.addEventListener('keydown', (event) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const focused = document.activeElement;
    if (event.key === ' ' && focused?.matches('a[role=button]')) {
      event.preventDefault();
      focused.click();
    } else if (event.key === 'Escape') {
      if (legend.matches(':popover-open')) return;
      leave(focused);
    } else if (choice.checked && !focused?.matches('input:not([type=checkbox]), select, textarea')) {
      act(event);
    }
  });

  function leave(focused) {
    const open = document.querySelector('.claim.on');
    if (focused?.matches('input[type=search]')) focused.blur();
    else if (open?.querySelector('h3 a')) {
      fold(open);
      remember(null);
      open.querySelector('h3 a').focus();
    }
  }

  function act(event) {
    if (event.key === '/') document.getElementById('q').focus();
    else if (event.key === '?') legend.togglePopover();
    else if (event.key === 'j' || event.key === 'k') move(event.key === 'j' ? 1 : -1);
    else return;
    event.preventDefault();
  }

  function move(step) {
    const links = [...document.querySelectorAll('.claim h3 a')];
    const at = links.indexOf(document.activeElement?.closest('.claim')?.querySelector('h3 a'));
    const to = links[Math.max(0, Math.min(links.length - 1, at + step))];
    to?.focus({ preventScroll: true });
    to?.scrollIntoView({ block: 'center' });
  }
}
