// Sent with every message, so kept short: it fetches the rest once. A root has one life: a later
// message wins, and an earlier one whose script comes late draws nothing and takes nothing down.

/** @type {import('./types').Load} */
export default async function load(component) {
  const { data, parentElement: root } = component;
  root.patchMap ??= { turn: 0, attempt: 0 };
  const life = root.patchMap;
  life.turn += 1;
  const { turn } = life;
  const start = async () => {
    life.alert?.remove();
    try {
      const address = new URL(`${data.component}/map.js`, location.origin);
      if (life.attempt) address.searchParams.set('attempt', String(life.attempt));
      const { draw } = await import(address.href);
      if (turn !== life.turn) return;
      if (draw !== life.draw) life.remove?.();
      life.draw = draw;
      life.remove = draw(component);
    } catch (error) {
      if (turn !== life.turn) return;
      console.error(error);
      life.alert = document.createElement('div');
      life.alert.setAttribute('role', 'alert');
      life.alert.append('The map could not be fetched from the server. ');
      const again = document.createElement('button');
      again.textContent = 'Try again';
      again.onclick = () => {
        life.attempt += 1;
        start();
      };
      life.alert.append(again);
      root.append(life.alert);
    }
  };
  await start();
  return () => {
    if (turn !== life.turn) return;
    life.remove?.();
    root.patchMap = undefined;
  };
}
