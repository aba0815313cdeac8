export { type Absence, type AbsenceChoice, absenceOf, codeWithAbsence } from './absence.ts';
export { type Suggestion, suggestLines } from './auto-map.ts';
export { returnedLines } from './code-returns.ts';
export {
  type CodeGap,
  type Coverage,
  codeGaps,
  coverageOf,
  fieldAt,
  type LookupUse,
  lookupUses,
  unusedFields,
} from './coverage.ts';
export { type Draw, drawField, emptyMap, eraseField, type MapEdit, type TextEdit } from './edit-map.ts';
export { fieldOfPlace } from './field-of-place.ts';
export { type FieldPath, ITEM, isSamePath, listsOf, startsWith, textCode, textOfPath } from './field-path.ts';
export { filterItems, type ItemFilter, itemFilterOf } from './filter-items.ts';
export { type Conversion, type Fit, fitOf } from './fit.ts';
export { HELPERS, type Helper, libraryTypes } from './helpers.ts';
export type { MapEntry, MapExpression, MapLine, MapObject, MapView, ScopeName, SourceRef, Span } from './map-view.ts';
export { parseMap } from './parse-map.ts';
export { below, type PathTree, pathTree } from './path-tree.ts';
export { type FieldType, fieldsOf, type SchemaField } from './schema-field.ts';
