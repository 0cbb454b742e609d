import {
  parseXml,
  XmlCdata,
  XmlDeclaration,
  XmlDocumentType,
  XmlElement,
  XmlProcessingInstruction,
  XmlText,
  type XmlNode,
} from '@rgrove/parse-xml';

// What is not known to be harmless is refused, rather than what is known to be harmful.

const SVG = 'http://www.w3.org/2000/svg';
const XML = 'http://www.w3.org/XML/1998/namespace';

/** Elements that draw, and what they are made of. Not among them: scripts, animations, links, foreign content. */
const DRAWING: ReadonlySet<string> = new Set(
  [
    'svg g defs symbol use title desc metadata style switch view',
    'path rect circle ellipse line polyline polygon image',
    'text tspan textPath tref',
    'linearGradient radialGradient stop pattern clipPath mask marker',
    'filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting',
    'feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage',
    'feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence',
  ].flatMap((line) => line.split(' ')),
);

/** What drawing programs keep in their files for themselves; browsers take no notice of it. */
const NOTES: ReadonlySet<string> = new Set([
  'http://www.inkscape.org/namespaces/inkscape',
  'http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  'http://creativecommons.org/ns#',
  'http://web.resource.org/cc/',
  'http://purl.org/dc/elements/1.1/',
  'http://www.bohemiancoding.com/sketch/ns',
  'http://www.serif.com/',
  'http://www.figma.com/figma/ns',
  'http://vectornator.io',
]);
const ADOBE = 'http://ns.adobe.com/';

/** A place within the file, or a picture that is a part of it. */
const OWN_REFERENCE = /^\s*(?:#|data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=\s]*$)/u;

/** Prefixes and the namespaces that they stand for. */
type Namespaces = ReadonlyMap<string, string>;

/**
 * What is wrong with a drawing that is to be shown to others, in words for whoever sent it; `undefined`: nothing. It
 * must be well-formed, be drawn of nothing but what it holds itself, and have nothing in it that acts.
 */
export function svgFlaw(text: string): string | undefined {
  let nodes: readonly XmlNode[];
  try {
    nodes = parseXml(text, { preserveDocumentType: true, preserveXmlDeclaration: true }).children;
  } catch {
    return 'The SVG file is not well-formed XML.';
  }
  for (const node of nodes) {
    const flaw = node instanceof XmlElement ? flawOfRoot(node) : flawOfPrologue(node);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function flawOfPrologue(node: XmlNode): string | undefined {
  if (node instanceof XmlProcessingInstruction) return 'The SVG file loads a style sheet or has other instructions.';
  // Names in it may stand for any content.
  if (node instanceof XmlDocumentType && node.internalSubset !== null) return 'The SVG file declares entities.';
  // A browser would read another text than we did.
  if (node instanceof XmlDeclaration && !/^(?:utf-8|us-ascii)$/iu.test(node.encoding ?? 'utf-8')) {
    return 'The SVG file is not in UTF-8.';
  }
  return undefined;
}

function flawOfRoot(root: XmlElement): string | undefined {
  const outside: Namespaces = new Map([['xml', XML]]);
  const [namespace, name] = nameOf(root.name, declaredBy(root, outside));
  if (namespace !== SVG || name !== 'svg') return 'The file is no SVG drawing.';
  // No recursion: a file may be as deep as it is long.
  const waiting: (readonly [XmlElement, Namespaces])[] = [[root, outside]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [element, around] = next;
    const namespaces = declaredBy(element, around);
    const flaw = flawOfElement(element, namespaces);
    if (flaw !== undefined) return flaw;
    for (const child of element.children) {
      if (child instanceof XmlElement) waiting.push([child, namespaces]);
      else if (child instanceof XmlProcessingInstruction) return flawOfPrologue(child);
    }
  }
  return undefined;
}

function declaredBy({ attributes }: XmlElement, around: Namespaces): Namespaces {
  const declared = Object.entries(attributes).flatMap(([name, value]): (readonly [string, string])[] => {
    if (name === 'xmlns') return [['', value]];
    return name.startsWith('xmlns:') ? [[name.slice('xmlns:'.length), value]] : [];
  });
  return declared.length === 0 ? around : new Map([...around, ...declared]);
}

/** A name's namespace, and what is left of it. */
function nameOf(name: string, namespaces: Namespaces): readonly [namespace: string | undefined, local: string] {
  const colon = name.indexOf(':');
  const prefix = colon === -1 ? '' : name.slice(0, colon);
  return [namespaces.get(prefix), name.slice(colon + 1)];
}

function flawOfElement(element: XmlElement, namespaces: Namespaces): string | undefined {
  const [namespace = '', name] = nameOf(element.name, namespaces);
  if (namespace !== SVG && !isNote(namespace))
    return `The SVG file has foreign content in it (${shown(element.name)}).`;
  if (namespace === SVG && !DRAWING.has(name))
    return `The SVG file has an element that is not allowed (${shown(name)}).`;
  for (const [attribute, value] of Object.entries(element.attributes)) {
    const flaw = flawOfAttribute(attribute, value);
    if (flaw !== undefined) return flaw;
  }
  return namespace === SVG && name === 'style' && !isOwnStyle(contentOf(element))
    ? 'The SVG file has styles that load something.'
    : undefined;
}

function isNote(namespace: string): boolean {
  return NOTES.has(namespace) || namespace.startsWith(ADOBE);
}

function flawOfAttribute(attribute: string, value: string): string | undefined {
  const name = attribute.slice(attribute.indexOf(':') + 1).toLowerCase();
  if (attribute.startsWith('xmlns')) return undefined;
  if (name.startsWith('on')) return `The SVG file has a script in it (${shown(attribute)}).`;
  if (name === 'base' || name === 'src' || name === 'action' || name === 'formaction') {
    return `The SVG file has an attribute that is not allowed (${shown(attribute)}).`;
  }
  if (name === 'href') return OWN_REFERENCE.test(value) ? undefined : 'The SVG file refers to something outside of it.';
  // What is named by a program is for it alone.
  return attribute.includes(':') || isOwnStyle(value) ? undefined : 'The SVG file refers to something outside of it.';
}

/** Whether nothing is loaded by a style, or an attribute that is one. */
function isOwnStyle(text: string): boolean {
  // With escapes a word could be written in any way.
  if (/@import|expression\s*\(|javascript:|-moz-binding|image-set\s*\(|image\s*\(|\\/iu.test(text)) return false;
  const references = text.match(/url\s*\(\s*["']?[^)]{0,40}/giu) ?? [];
  return references.every((reference) =>
    /^url\s*\(\s*["']?\s*(?:#|data:(?:image\/(?:png|jpeg|gif|webp)|font\/\w+|application\/[\w-]*font[\w-]*);)/iu.test(
      reference,
    ),
  );
}

function contentOf({ children }: XmlElement): string {
  return children.map((child) => (child instanceof XmlText || child instanceof XmlCdata ? child.text : '')).join('');
}

function shown(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}
