// A person in Matrix with the library of Element's web client (matrix-js-sdk, the other implementation of the
// encryption's machinery), told what to do like `../person.py`: a JSON line for each command and answer.

for (const name of ["log", "info", "debug", "trace", "warn"]) console[name] = (...words) => console.error(...words);

const sdk = await import("matrix-js-sdk");
const { createInterface } = await import("node:readline");

const seen = [];
let waiting = null;
let client = null;
let order = Promise.resolve();

function tell(what) {
    if (waiting) {
        const answer = waiting;
        waiting = null;
        answer(what);
    } else {
        seen.push(what);
    }
}

async function happened(event, room) {
    if (event.getSender() === client.getUserId() && event.getType() !== "m.room.member") return;
    if (event.isEncrypted()) await client.decryptEventIfNeeded(event);
    const content = event.getContent();
    const told = { room: room.roomId, from: event.getSender(), event: event.getId(), encrypted: event.isEncrypted() };
    const relation = event.getWireContent()["m.relates_to"] ?? {};
    const edit = relation.rel_type === "m.replace";
    const now = edit ? (content["m.new_content"] ?? {}) : content;
    if (event.isDecryptionFailure()) {
        tell({ ...told, kind: "undecryptable" });
    } else if (event.getType() === "m.room.message" && ["m.text", "m.notice"].includes(now.msgtype)) {
        tell({
            ...told,
            kind: "message",
            replaces: edit ? relation.event_id : null,
            thread: relation.rel_type === "m.thread" ? relation.event_id : null,
            msgtype: now.msgtype,
            body: now.body ?? "",
            html: now.formatted_body ?? "",
            mentions: now["m.mentions"] ?? null,
        });
    } else if (event.getType() === "m.room.message") {
        tell({ ...told, kind: "file", msgtype: content.msgtype, body: content.body ?? "", content });
    } else if (event.getType() === "m.room.member") {
        tell({ ...told, kind: "member", who: event.getStateKey(), membership: content.membership });
    } else {
        tell({ ...told, kind: "other", type: event.getType(), content });
    }
}

const commands = {
    async login({ homeserver, user, password }) {
        const identifier = { type: "m.id.user", user };
        const door = sdk.createClient({ baseUrl: homeserver });
        const got = await door.loginRequest({ type: "m.login.password", identifier, password });
        client = sdk.createClient({
            baseUrl: homeserver,
            userId: got.user_id,
            deviceId: got.device_id,
            accessToken: got.access_token,
        });
        await client.initRustCrypto({ useIndexedDB: false });
        client.on(sdk.RoomEvent.Timeline, (event, room, toStart) => {
            if (!toStart && room) order = order.then(() => happened(event, room)).catch((error) => console.error(error));
        });
        const ready = new Promise((done) => {
            client.on(sdk.ClientEvent.Sync, (state) => state === "PREPARED" && done());
        });
        await client.startClient({ initialSyncLimit: 10 });
        await ready;
        return { user: got.user_id };
    },
    async dm({ invite, version, encrypted, group }) {
        const state = [{ type: "m.room.encryption", state_key: "", content: { algorithm: "m.megolm.v1.aes-sha2" } }];
        const made = await client.createRoom({
            room_version: version ?? undefined,
            is_direct: !group,
            preset: group ? "private_chat" : "trusted_private_chat",
            invite: [invite],
            initial_state: encrypted ? state : [],
        });
        return { room: made.room_id };
    },
    async joined({ room, who }) {
        const there = () => client.getRoom(room)?.getMember(who)?.membership === "join";
        if (!there()) {
            await new Promise((done) => client.on(sdk.RoomStateEvent.Members, () => there() && done()));
        }
        return {};
    },
    async say({ room, text }) {
        const sent = await client.sendEvent(room, "m.room.message", { msgtype: "m.text", body: text });
        return { event: sent.event_id };
    },
    // What this client thinks of somebody's devices: each signed by its owner's identity?
    async trust({ who }) {
        const devices = await client.getCrypto().getUserDeviceInfo([who], true);
        const all = [];
        for (const id of devices.get(who)?.keys() ?? []) {
            const status = await client.getCrypto().getDeviceVerificationStatus(who, id);
            all.push({ device: id, signed: Boolean(status?.signedByOwner) });
        }
        return { devices: all };
    },
    // Asks to compare emoji, as a person does in the room; answers once the other side has called it off.
    async verify({ room, who }) {
        const request = await client.getCrypto().requestVerificationDM(who, room);
        if (!request.cancellingUserId) {
            await new Promise((done) => request.on("change", () => request.cancellingUserId && done()));
        }
        return { by: request.cancellingUserId, code: request.cancellationCode };
    },
    async next({ seconds }) {
        if (seen.length) return seen.shift();
        let timer = null;
        const late = new Promise((done) => {
            timer = setTimeout(() => {
                waiting = null;
                done({ kind: "nothing" });
            }, seconds * 1000);
        });
        const what = await Promise.race([new Promise((done) => (waiting = done)), late]);
        clearTimeout(timer);
        return what;
    },
};

for await (const line of createInterface({ input: process.stdin })) {
    const { do: name, ...command } = JSON.parse(line);
    let answer;
    try {
        answer = await commands[name](command);
    } catch (problem) {
        answer = { error: String(problem) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit(0);
