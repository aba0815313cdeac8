import type { BadByte, BadCharacter, Encoding } from '../../kit/decoder.ts';
import { decodeText, encodeText } from '../../kit/encodings.ts';
import { bytesOfCodes, decodeCodes } from '../../kit/single-byte.ts';

/** What the bytes A0 to FF mean, by syntax identifier; U+FFFD where there is no character. @see ISO 9735-1, annex A; ISO 8859-2 to -9 */
const UPPER: Readonly<Record<string, string>> = {
  UNOD: '\u00a0Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u00adŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙',
  UNOE: '\u00a0ЁЂЃЄЅІЇЈЉЊЋЌ\u00adЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя№ёђѓєѕіїјљњћќ§ўџ',
  UNOF: '\u00a0‘’£€₯¦§¨©ͺ«¬\u00ad\ufffd―°±²³΄΅Ά·ΈΉΊ»Ό½ΎΏΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡ\ufffdΣΤΥΦΧΨΩΪΫάέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ\ufffd',
  UNOG: '\u00a0Ħ˘£¤\ufffdĤ§¨İŞĞĴ\u00ad\ufffdŻ°ħ²³´µĥ·¸ışğĵ½\ufffdżÀÁÂ\ufffdÄĊĈÇÈÉÊËÌÍÎÏ\ufffdÑÒÓÔĠÖ×ĜÙÚÛÜŬŜßàáâ\ufffdäċĉçèéêëìíîï\ufffdñòóôġö÷ĝùúûüŭŝ˙',
  UNOH: '\u00a0ĄĸŖ¤ĨĻ§¨ŠĒĢŦ\u00adŽ¯°ą˛ŗ´ĩļˇ¸šēģŧŊžŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎĪĐŅŌĶÔÕÖ×ØŲÚÛÜŨŪßāáâãäåæįčéęëėíîīđņōķôõö÷øųúûüũū˙',
  UNOI: '\u00a0\ufffd\ufffd\ufffd¤\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd،\u00ad\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd؛\ufffd\ufffd\ufffd؟\ufffdءآأؤإئابةتثجحخدذرزسشصضطظعغ\ufffd\ufffd\ufffd\ufffd\ufffdـفقكلمنهوىيًٌٍَُِّْ\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd',
  UNOJ: '\u00a0\ufffd¢£¤¥¦§¨©×«¬\u00ad®¯°±²³´µ¶·¸¹÷»¼½¾\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd‗אבגדהוזחטיךכלםמןנסעףפץצקרשת\ufffd\ufffd\u200e\u200f\ufffd',
  UNOK: '\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏĞÑÒÓÔÕÖ×ØÙÚÛÜİŞßàáâãäåæçèéêëìíîïğñòóôõö÷øùúûüışÿ',
};

const NO_CHARACTER = 0xfffd;

/** Characters of a text in which its UNB stands. */
const HEAD = 400;

/** The syntax identifier UNB names, or `undefined` when there is no UNB. */
export function syntaxOf(bytes: Uint8Array): string | undefined {
  const head = decodeText(bytes.subarray(0, HEAD), 'iso-8859-1');
  return typeof head === 'string' ? /UNB[^A-Za-z0-9]([A-Z]{4})/.exec(head)?.[1] : undefined;
}

/**
 * Bytes in the character set their syntax identifier names. UNOA and UNOB are ASCII; senders who put more into them mean UTF-8 or,
 * where it is none, ISO 8859-1. An identifier nobody knows is read like that, too.
 */
export function decodeBySyntax(bytes: Uint8Array, syntax: string): string | BadByte {
  const table = tableOf(syntax);
  if (table) {
    const bad = bytes.findIndex((byte) => table[byte] === NO_CHARACTER);
    return bad === -1 ? decodeCodes(bytes, table) : { badByte: bad };
  }
  const encoding = encodingOf(syntax);
  if (encoding !== undefined) return decodeText(bytes, encoding);
  const text = decodeText(bytes, 'utf-8');
  return typeof text === 'string' ? text : decodeText(bytes, 'iso-8859-1');
}

/** A text in the character set of a syntax identifier. */
export function encodeBySyntax(text: string, syntax: string): Uint8Array | BadCharacter {
  const table = tableOf(syntax);
  if (table) return bytesOfCodes(text, table);
  return encodeText(text, encodingOf(syntax) ?? 'utf-8');
}

function encodingOf(syntax: string): Encoding | undefined {
  if (syntax === 'UNOC') return 'iso-8859-1';
  return syntax === 'UNOW' || syntax === 'UNOY' ? 'utf-8' : undefined;
}

const tables = new Map<string, Uint16Array>();

function tableOf(syntax: string): Uint16Array | undefined {
  const upper = Object.hasOwn(UPPER, syntax) ? UPPER[syntax] : undefined;
  if (upper === undefined) return undefined;
  const known = tables.get(syntax);
  if (known) return known;
  const table = Uint16Array.from({ length: 256 }, (_, code) => (code < 0xa0 ? code : upper.charCodeAt(code - 0xa0)));
  tables.set(syntax, table);
  return table;
}
