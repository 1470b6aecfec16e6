/** Formats in which the pieces of a result, put one after the other, are the result: no header, no end, no commas between. */
const STREAMABLE = new Set(
  'JSONEachRow,JSONLines,NDJSON,JSONStringsEachRow,JSONCompactEachRow,JSONCompactStringsEachRow,TabSeparated,TSV,TabSeparatedRaw,TSVRaw,CSV,RowBinary,Native,Null,TSKV'.split(
    ',',
  ),
);
export const isStreamable = (format: string): boolean => STREAMABLE.has(format);

const TYPES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(JSON\w*EachRow\w*|JSONLines|NDJSON)$/, 'application/x-ndjson; charset=UTF-8'],
  [/^JSON/, 'application/json; charset=UTF-8'],
  [/^CSV/, 'text/csv; charset=UTF-8'],
  [/^(TabSeparated|TSV|TSKV)/, 'text/tab-separated-values; charset=UTF-8'],
  [
    /^(Parquet|Arrow|ArrowStream|ORC|Avro|Native|RowBinary\w*|Npy|MsgPack|BSONEachRow|ProtobufSingle|Protobuf)$/,
    'application/octet-stream',
  ],
];
export const contentType = (format: string): string =>
  TYPES.find(([pattern]) => pattern.test(format))?.[1] ?? 'text/plain; charset=UTF-8';
