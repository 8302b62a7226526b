// Sent with every message, so kept short: it fetches the rest once.
export default async function load(component) {
  const { data, parentElement } = component;
  let cleanUp = () => {};
  const start = async (attempt) => {
    parentElement.querySelector('[role=alert]')?.remove();
    try {
      const address = new URL(`${data.component}/map.js`, location.origin);
      if (attempt) address.searchParams.set('attempt', attempt);
      cleanUp = (await import(address.href)).draw(component);
    } catch (error) {
      console.error(error);
      const alert = document.createElement('div');
      alert.setAttribute('role', 'alert');
      alert.append('The map could not be fetched from the server. ');
      const again = document.createElement('button');
      again.textContent = 'Try again';
      again.onclick = () => start(attempt + 1);
      alert.append(again);
      parentElement.append(alert);
    }
  };
  await start(0);
  return () => cleanUp();
}
