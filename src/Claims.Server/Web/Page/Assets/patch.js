/**
 * Makes what is on the page equal to what came, and leaves alone what is equal already. Children with ids are kept by these,
 * wherever they have moved.
 */
export function patch(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE || old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
    return;
  }
  // What another script fills in is its own; it is told by the data.
  if (old.dataset.filledFor && old.dataset.filledFor === fresh.dataset.filledFor) {
    Object.assign(old.dataset, fresh.dataset);
    for (const name of Object.keys(old.dataset)) if (!(name in fresh.dataset) && name !== 'open') delete old.dataset[name];
    return;
  }
  attributes(old, fresh);
  children(old, fresh);
}

function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !isOwn(old, name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !isOwn(old, name)) old.setAttribute(name, value);
  }
  if (old.nodeName !== 'INPUT') return;
  if (old.type === 'checkbox') old.checked = fresh.hasAttribute('checked');
  // Whoever is writing is not corrected.
  else if (old !== document.activeElement) old.value = fresh.getAttribute('value') ?? '';
}

// Whether a reader has it folded is his affair.
const isOwn = (element, name) => element.nodeName === 'DETAILS' && name === 'open';

function children(old, fresh) {
  // What goes, goes first: what stays is then moved as little as can be, since what is moved loses the focus.
  const wanted = new Set([...fresh.children].map((child) => child.id));
  for (const child of [...old.children]) if (child.id && !wanted.has(child.id)) child.remove();
  const known = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const kept = next.id ? known.get(next.id) : at && !at.id && at.nodeName === next.nodeName ? at : null;
    if (kept === at && at) at = at.nextSibling;
    else if (kept) move(old, kept, at);
    if (kept) patch(kept, next);
    else old.insertBefore(next, at);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function move(parent, child, before) {
  if (parent.moveBefore) parent.moveBefore(child, before);
  else parent.insertBefore(child, before);
}
