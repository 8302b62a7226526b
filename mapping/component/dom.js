/**
 * Make an element. Text is set as text, never as HTML.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {string} [text]
 */
function make(tag, attributes = {}, text) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}
