import protobuf from 'protobufjs';

/** The parts of BuildKit's StatusResponse (api/services/control/control.proto) that a log needs. */
const schema = protobuf.Root.fromJSON({
	nested: {
		Time: {
			fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } }
		},
		Vertex: {
			fields: {
				digest: { type: 'string', id: 1 },
				name: { type: 'string', id: 3 },
				cached: { type: 'bool', id: 4 },
				started: { type: 'Time', id: 5 },
				completed: { type: 'Time', id: 6 },
				error: { type: 'string', id: 7 }
			}
		},
		Log: {
			fields: {
				vertex: { type: 'string', id: 1 },
				stream: { type: 'int64', id: 3 },
				msg: { type: 'bytes', id: 4 }
			}
		},
		Status: {
			fields: {
				vertexes: { rule: 'repeated', type: 'Vertex', id: 1 },
				logs: { rule: 'repeated', type: 'Log', id: 3 }
			}
		}
	}
}).lookupType('Status');

export interface Time {
	seconds: number;
	nanos: number;
}

export interface TraceVertex {
	digest: string;
	/** "[deps 2/4] RUN npm ci" */
	name: string;
	cached: boolean;
	started?: Time;
	completed?: Time;
	error: string;
}

export interface TraceStatus {
	vertexes: TraceVertex[];
	logs: { vertex: string; stream: number; msg: Uint8Array }[];
}

/** One message of the engine's `moby.buildkit.trace`: base64 of protobuf. */
export function decodeTrace(aux: string): TraceStatus {
	const message = schema.decode(Buffer.from(aux, 'base64'));
	return schema.toObject(message, {
		longs: Number,
		arrays: true,
		defaults: true
	}) as unknown as TraceStatus;
}
