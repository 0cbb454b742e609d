import { deflateSync, crc32 } from 'node:zlib';

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A picture of one pixel that browsers show. */
export const PNG: Buffer = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0])),
  chunk('IDAT', deflateSync(Buffer.from([0, 255, 0, 0]))),
  chunk('IEND', Buffer.alloc(0)),
]);

/** As far as it is looked at. */
export const JPEG: Buffer = Buffer.from('\xff\xd8\xff\xe0\x00\x10JFIF\x00', 'latin1');
export const WEBP: Buffer = Buffer.from('RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f', 'latin1');

/** A drawing as a drawing program writes it. */
export const SVG: Buffer = Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- Created with Inkscape -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 10 10" inkscape:version="C:\\1.3">
  <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>
  <style type="text/css"><![CDATA[ .wall { fill: url(#paint); stroke: #000 } ]]></style>
  <defs><linearGradient id="paint"><stop offset="0" stop-color="red"/></linearGradient></defs>
  <g id="room" class="wall" style="opacity:.5"><rect width="5" height="5" fill="url(#paint)"/></g>
  <use xlink:href="#room"/><use href="#room"/>
  <image href="data:image/png;base64,iVBORw0KGgo="/>
  <text font-family="'Fira Sans'">Main gym &amp; stage: on the left</text>
</svg>`);

const svg = (inside: string, root = ''): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"${root}>${inside}</svg>`,
  );

/** Drawings that act, load something, or are read differently by different readers. */
export const HOSTILE_SVGS: Readonly<Record<string, Buffer>> = {
  'a script': svg('<script>alert(1)</script>'),
  'a script by another prefix': svg('<x:script xmlns:x="http://www.w3.org/2000/svg">alert(1)</x:script>'),
  'a script in another case of a namespace': svg(
    '<s:script xmlns:s="http://www.w3.org/1999/xhtml">alert(1)</s:script>',
  ),
  'a handler': svg('<rect onclick="alert(1)"/>'),
  'a handler at the root': svg('', ' onload="alert(1)"'),
  'a handler in capitals': svg('<rect ONCLICK="alert(1)"/>'),
  'a handler with an escape': svg('<rect onmouse&#111;ver="alert(1)"/>'),
  'foreign content': svg('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
  'HTML without foreignObject': svg('<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://example.com/"/>'),
  'a link that is a script': svg('<a href="javascript:alert(1)"><rect/></a>'),
  'a link that is a script, by another name': svg('<a xlink:href="jAvAsCrIpT:alert(1)"><rect/></a>'),
  'an animation of a link': svg('<set attributeName="href" to="javascript:alert(1)"/>'),
  'an animation': svg('<animate attributeName="href" values="javascript:alert(1)"/>'),
  'a picture of elsewhere': svg('<image href="https://example.com/spy.png"/>'),
  'a drawing within the drawing': svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
  'a part of another file': svg('<use href="https://example.com/a.svg#x"/>'),
  'a style that imports': svg('<style>@import "https://example.com/a.css";</style>'),
  'a style that loads': svg('<style>rect { fill: url(https://example.com/a.svg#x) }</style>'),
  'a style that loads, with escapes': svg('<style>rect { fill: \\75rl(https://example.com/a) }</style>'),
  'a style that loads, in pieces': svg('<style>@im<![CDATA[port "https://example.com/a.css";]]></style>'),
  'an attribute that loads': svg('<rect fill="url( https://example.com/a.svg#x )"/>'),
  'an attribute that loads after one that does not': svg('<rect style="fill:url(#a);stroke:url(//example.com/a)"/>'),
  'another base': svg('<g xml:base="https://example.com/"><use href="#x"/></g>'),
  'a style sheet': Buffer.from(`<?xml-stylesheet href="https://example.com/a.css"?>${svg('').toString()}`),
  entities: Buffer.from(`<!DOCTYPE svg [<!ENTITY x "<script>alert(1)</script>">]>${svg('').toString()}`),
  'an entity that grows': Buffer.from(
    `<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${svg('&b;').toString()}`,
  ),
  'another encoding': Buffer.from(`<?xml version="1.0" encoding="UTF-7"?>${svg('+ADw-script+AD4-').toString()}`),
  'UTF-16': Buffer.from(`\ufeff${svg('<script/>').toString()}`, 'utf16le'),
  'no end': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><g>'),
  'no namespace': Buffer.from('<svg><script>alert(1)</script></svg>'),
  'another root': Buffer.from(
    '<html xmlns="http://www.w3.org/1999/xhtml"><svg xmlns="http://www.w3.org/2000/svg"/></html>',
  ),
  'a depth that ends most readers': Buffer.concat([svg('').subarray(0, -6), Buffer.from('<g>'.repeat(200_000))]),
};

/** What is no picture, whatever it is called. */
export const NO_PICTURES: Readonly<Record<string, Buffer>> = {
  nothing: Buffer.alloc(0),
  text: Buffer.from('a map'),
  'a web page': Buffer.from('<!doctype html><script>alert(1)</script>'),
  'a web page with a drawing': Buffer.from('<!doctype html><svg onload="alert(1)"></svg>'),
  'a GIF': Buffer.from('GIF89a\x01\x00\x01\x00', 'latin1'),
  'the first bytes of a PNG': Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  'another RIFF': Buffer.from('RIFF\x00\x00\x00\x00WAVEfmt ', 'latin1'),
  PDF: Buffer.from('%PDF-1.7'),
  'a ZIP': Buffer.from('PK\x03\x04', 'latin1'),
};
