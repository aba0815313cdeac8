/** What a drawing is drawn by: looked up where it stands, and written into the copy. */
const LOOK = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'font-size',
  'font-family',
  'font-weight',
  'opacity',
  'paint-order',
] as const;
const SCALE = 2;
const PAD = 16;
const TITLE = 28;

/**
 * Saves a drawing as a picture twice its size, with its title and the ground of the theme, for a wiki or a mail.
 *
 * @throws Error when the browser cannot draw it
 */
export async function savePng(svg: SVGSVGElement, title: string): Promise<void> {
  const { width, height } = svg.viewBox.baseVal;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, nr) => {
    const look = getComputedStyle(originals[nr] as Element);
    for (const name of LOOK) (element as SVGElement).style.setProperty(name, look.getPropertyValue(name));
    element.removeAttribute('class');
  });
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const source = new XMLSerializer().serializeToString(copy);
  const image = new Image();
  await new Promise((resolve, reject) => {
    image.onload = resolve;
    image.onerror = () => reject(new Error('The picture cannot be drawn here.'));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`;
  });
  const canvas = document.createElement('canvas');
  canvas.width = (width + 2 * PAD) * SCALE;
  canvas.height = (height + 2 * PAD + TITLE) * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The picture cannot be drawn here.');
  const page = getComputedStyle(svg.closest('figure') ?? document.body);
  context.scale(SCALE, SCALE);
  context.fillStyle = page.backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = page.color;
  context.font = `600 15px ${page.fontFamily}`;
  context.fillText(title, PAD, PAD + 14);
  context.drawImage(image, PAD, PAD + TITLE, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture cannot be drawn here.');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${new Date().toISOString().slice(0, 10)}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
