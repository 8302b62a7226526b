// The maps of one file move together: one leads, the one last touched, and the other follows.
(() => {
  const maps = [];
  let leader = null;
  const take = (frame) => {
    const inside = frame.contentWindow;
    const element = inside.document.querySelector('.folium-map');
    const map = element && inside[element.id];
    if (!map?.getCenter || maps.includes(map)) return;
    maps.push(map);
    for (const each of ['pointerdown', 'wheel', 'keydown', 'focusin', 'touchstart']) {
      inside.document.addEventListener(each, () => { leader = map; }, { capture: true });
    }
    map.on('move', () => {
      if (leader !== map) return;
      for (const other of maps) {
        if (other !== map) other.setView(map.getCenter(), map.getZoom(), { animate: false });
      }
    });
  };
  for (const frame of document.querySelectorAll('iframe')) {
    frame.addEventListener('load', () => take(frame));
    if (frame.contentDocument?.readyState === 'complete') take(frame);
  }
})();
