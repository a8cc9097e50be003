// What a script adds to pages that are whole without one: the next state of the page is asked for at its own address, and what
// differs is put in place, so that focus and place stay where they are.
import { keys } from './keys.js';
import { watch } from './live.js';
import { patch } from './patch.js';

const pages = /^\/(?:$|articles\/|sources\/|topics\/)/; // The paths of pages; all others are files.
const patience = 150; // Milliseconds after which a wait is shown.
const silence = 500; // Milliseconds after the last key, when what is found is told to a screen reader.

const byId = (id) => document.getElementById(id);
let asked = null;
let shelved = null; // What the grey rows of a wait stand in place of.
let telling;

/** The document at an address of the service; throws where there is none. */
async function documentAt(address, signal) {
  const answer = await fetch(address, { signal, headers: { Accept: 'text/html' } });
  const text = await answer.text();
  if (!answer.headers.get('Content-Type')?.startsWith('text/html')) throw new Error(`${answer.status} ${answer.statusText}`);
  // Under another address where what was asked for has another name now.
  return { fresh: new DOMParser().parseFromString(text, 'text/html'), address: answer.url };
}

/**
 * Shows the page at an address in place of this one.
 * @param how 'push' for what one would go back to, 'replace' for one more letter, 'none' where the browser has been there.
 * @returns whether it is shown: not where it failed, or another was asked for meanwhile.
 */
async function show(address, how) {
  asked?.abort();
  const mine = (asked = new AbortController());
  const target = new URL(address, location.href);
  const elsewhere = target.pathname !== location.pathname || viewOf(target) !== viewOf(location);
  const slow = setTimeout(() => wait(elsewhere), patience);
  try {
    const got = await documentAt(target.pathname + target.search, mine.signal);
    if (mine !== asked) return false;
    const reached = new URL(got.address);
    reached.hash = target.hash;
    if (how === 'push' && reached.href !== location.href) history.pushState(null, '', reached);
    if (how === 'replace') history.replaceState(null, '', reached);
    put(got.fresh);
    if (elsewhere && how !== 'none') begin(reached);
    return true;
  } catch (problem) {
    if (mine === asked && problem.name !== 'AbortError') fail(target, problem);
    return false;
  } finally {
    clearTimeout(slow);
    if (mine === asked) byId('main')?.removeAttribute('aria-busy');
  }
}

const viewOf = (url) => new URLSearchParams(url.search).get('view');

function put(fresh) {
  shelved = null;
  document.title = fresh.title;
  for (const part of ['header.top', '#frame', 'main.alone']) {
    const [old, next] = [document.querySelector(part), fresh.querySelector(part)];
    if (old && next) patch(old, next);
    else if (next) byId('legend').before(next);
    else old?.remove();
  }
  enhance();
  watch(live);
  document.dispatchEvent(new Event('claims:patched'));
  clearTimeout(telling);
  telling = setTimeout(() => (byId('told') ?? {}).textContent = byId('count')?.textContent ?? '', silence);
}

// Another page begins at its top, and is read from there.
function begin(url) {
  const place = url.hash && byId(decodeURIComponent(url.hash.slice(1)));
  if (place) place.scrollIntoView();
  else scrollTo(0, 0);
  byId('main')?.focus({ preventScroll: true });
}

function wait(elsewhere) {
  byId('main')?.setAttribute('aria-busy', 'true');
  if (!elsewhere || shelved || !byId('view')) return;
  shelved = [...byId('view').childNodes];
  byId('view').replaceChildren(...Array.from({ length: 6 }, () => {
    const row = document.createElement('div');
    row.className = 'waits';
    row.append(document.createElement('i'), document.createElement('i'));
    return row;
  }));
}

// What was there stays, and what was asked can be asked again.
function fail(target, problem) {
  if (shelved) byId('view').replaceChildren(...shelved);
  shelved = null;
  bar(
    `Asked for ${target.pathname + target.search} at ${new Date().toISOString().slice(11, 19)} UTC; the service did not answer: ${problem.message}. `,
    ['Try again', () => show(target, 'push')],
  );
}

/** A bar above the claims: words, and what one can do. */
function bar(words, ...acts) {
  const at = byId('live');
  if (!at) return location.reload();
  const say = document.createElement('span');
  say.setAttribute('role', 'status');
  const buttons = acts.map(([name, act]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'lk';
    button.textContent = name;
    button.onclick = () => {
      at.hidden = true;
      act();
    };
    return button;
  });
  at.replaceChildren(say, ...buttons);
  at.hidden = false;
  say.textContent = words;
}

const live = {
  changed(words, revision) {
    const stay = byId('frame').dataset.stay;
    bar(`The corpus has changed: ${words}.`,
      [`Show revision ${revision.slice(0, 8)}`, () => show(location.href, 'replace')],
      ['Stay with this one', () => show(stay, 'push')]);
  },
  ended() {
    bar('This page is not told of changes any more.', ['Load it anew', () => show(location.href, 'replace')]);
  },
};

// What has a use only where scripts run.
function enhance() {
  byId('theme').hidden = false;
  for (const copy of document.querySelectorAll('[data-copy]')) copy.hidden = !navigator.clipboard;
  for (const button of document.querySelectorAll('[data-at-once] [type=submit]')) button.hidden = true;
  for (const link of document.querySelectorAll('a[data-unfold]')) {
    link.setAttribute('role', 'button');
    link.setAttribute('aria-expanded', String(Boolean(detailOf(link))));
  }
  const next = document.querySelector('a[rel=next]');
  if (next) ends.observe(next);
}

const claimOf = (link) => link.closest('.claim');
const detailOf = (link) => claimOf(link).querySelector('.detail');

/** Unfolds a claim where it stands, or folds it. */
async function unfold(link) {
  const claim = claimOf(link);
  const name = claim.id.slice('c-'.length);
  const isOpen = Boolean(detailOf(link));
  for (const open of document.querySelectorAll('.claim.on')) fold(open);
  remember(isOpen ? null : name);
  if (isOpen) return;
  claim.classList.add('on');
  link.setAttribute('aria-expanded', 'true');
  try {
    const { fresh } = await documentAt(link.href);
    const detail = fresh.querySelector('.detail') ?? fresh.querySelector('#failure');
    if (!claim.classList.contains('on') || !detail) return;
    claim.append(document.adoptNode(detail));
    enhance();
    document.dispatchEvent(new Event('claims:patched'));
  } catch (problem) {
    fold(claim);
    fail(new URL(link.href), problem);
  }
}

function fold(claim) {
  claim.classList.remove('on');
  claim.querySelector('.detail, #failure')?.remove();
  claim.querySelector('h3 a')?.setAttribute('aria-expanded', 'false');
}

// The address has the claim that is unfolded, by its id within an article.
function remember(name) {
  const url = new URL(location.href);
  url.searchParams.delete('open');
  if (name) url.searchParams.set('open', url.pathname.startsWith('/articles/') ? name.split('/').at(-1) : name);
  history.replaceState(null, '', url);
}

/** Puts the next page of the list under this one. */
async function append(link) {
  ends.unobserve(link);
  if (link.dataset.asked) return;
  link.dataset.asked = 'true';
  try {
    const { fresh } = await documentAt(link.href);
    const runs = [...fresh.querySelectorAll('#list > .run')];
    if (!link.isConnected || runs.length === 0) return;
    const last = [...document.querySelectorAll('#list > .run')].at(-1);
    // A voice that goes on keeps its head.
    const [head, goesOn] = [last.querySelector('.who'), runs[0].querySelector('.who')];
    if (head.isEqualNode(goesOn) && articleOf(last) === articleOf(runs[0])) {
      last.querySelector('ol').append(...runs.shift().querySelectorAll('.claim'));
    } else if (articleOf(last) === articleOf(runs[0])) {
      runs[0].querySelector('.of')?.remove();
    }
    const next = fresh.querySelector('#list > .next');
    link.closest('.next').replaceWith(...runs, ...(next ? [next] : []));
    enhance();
    document.dispatchEvent(new Event('claims:patched'));
  } catch {
    // The link is still there, and leads to that page.
    delete link.dataset.asked;
  }
}

const articleOf = (run) => run.id.split('/claims/')[0];

const ends = new IntersectionObserver(
  (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => append(entry.target)),
  { rootMargin: '800px' },
);

const isPlain = (event) => event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]');
  if (link && isPlain(event) && !event.defaultPrevented) {
    const url = new URL(link.href);
    if (url.origin !== location.origin || !pages.test(url.pathname)) return;
    if (url.hash && url.pathname + url.search === location.pathname + location.search) return;
    event.preventDefault();
    if (link.hasAttribute('data-unfold')) unfold(link);
    else if (link.rel === 'next') append(link);
    else show(url, 'push');
    return;
  }
  const copy = event.target.closest('[data-copy]');
  if (copy) {
    const words = byId(copy.dataset.copy).textContent.trim().replace(/\s+/g, ' ');
    const address = new URL(copy.nextElementSibling.href);
    navigator.clipboard.writeText(`${words}, ${address}`).then(
      () => (copy.textContent = 'Copied'),
      () => (copy.textContent = 'This browser did not let it be copied'));
  } else if (event.target.closest('#theme')) {
    const isDark = getComputedStyle(document.documentElement).colorScheme === 'dark'
      || (!document.documentElement.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches);
    const theme = (document.documentElement.dataset.theme = isDark ? 'light' : 'dark');
    try {
      localStorage.setItem('theme', theme);
    } catch {
      // Then it holds until the page is left.
    }
  }
});

function addressOf(form) {
  const url = new URL(form.action);
  url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== '')).toString();
  return url;
}

document.addEventListener('submit', (event) => {
  if (event.target.method !== 'get') return;
  event.preventDefault();
  show(addressOf(event.target), 'push');
});
// The first letter of a search leaves what was there to go back to; those after it do not.
let searched = null;
document.addEventListener('input', async ({ target }) => {
  if (target.type !== 'search') return;
  if (await show(addressOf(target.form), searched === target ? 'replace' : 'push')) searched = target;
});
document.addEventListener('focusout', () => (searched = null));
document.addEventListener('change', (event) => {
  if (event.target.form?.matches('[data-at-once]') && event.target.form.reportValidity()) show(addressOf(event.target.form), 'push');
});
addEventListener('popstate', () => {
  searched = null;
  show(location.href, 'none');
});

// On narrow screens filters begin folded.
if (matchMedia('(max-width: 860px)').matches) byId('facets')?.removeAttribute('open');
document.documentElement.dataset.script = 'runs';

keys({ unfold, fold, remember });
enhance();
watch(live);
