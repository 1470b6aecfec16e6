import { askTcp } from '../network/ask-tcp.mjs';

const METADATA = 3;
const METADATA_VERSION = 2;
const CLIENT = 'probe';

/** Size, header, and an empty list of topics: "who are you, and who are your brokers?" */
function metadataRequest() {
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + CLIENT.length + 4);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(METADATA, 4);
  request.writeInt16BE(METADATA_VERSION, 6);
  request.writeInt32BE(1, 8);
  request.writeInt16BE(CLIENT.length, 12);
  request.write(CLIENT, 14);
  return request;
}

class Reader {
  constructor(bytes, at) {
    this.bytes = bytes;
    this.at = at;
  }
  int32() {
    this.at += 4;
    return this.bytes.readInt32BE(this.at - 4);
  }
  text() {
    const length = this.bytes.readInt16BE(this.at);
    this.at += 2;
    if (length < 0) return null;
    this.at += length;
    return this.bytes.toString('utf8', this.at - length, this.at);
  }
}

function readMetadata(bytes) {
  if (bytes.length < 4 || bytes.length < 4 + bytes.readInt32BE(0)) return undefined;
  const reader = new Reader(bytes, 8);
  const brokers = Array.from({ length: reader.int32() }, () => {
    const broker = { id: reader.int32(), host: reader.text(), port: reader.int32() };
    reader.text(); // rack
    return broker;
  });
  return { clusterId: reader.text(), brokers };
}

/** The cluster behind a port; undefined while nothing there answers as Kafka does. */
export const askKafka = (port) => askTcp(port, metadataRequest(), readMetadata);
