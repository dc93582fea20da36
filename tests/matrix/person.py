"""A person in Matrix: matrix-nio with encryption, told what to do by a test, a JSON line for each command and answer.

    {"do": "login", "homeserver": "http://…", "user": "alice", "password": "…", "store": "/folder"}
    {"do": "dm", "invite": "@bot:…", "version": "12", "encrypted": true, "group": false}   → {"room": "!…"}
    {"do": "say", "room": "!…", "text": "2"}                                                → {"event": "$…"}
    {"do": "next", "seconds": 60}   the next thing that somebody else did                   → {"kind": "message", …}
"""

import asyncio
import io
import json
import sys

import nio


class Person:
    def __init__(self):
        self.client = None
        self.seen = asyncio.Queue()
        self.syncing = None

    async def login(self, homeserver, user, password, store):
        config = nio.AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True, request_timeout=30)
        self.client = nio.AsyncClient(homeserver, user, store_path=store, config=config)
        fine(await self.client.login(password, device_name="nio"))
        for kind, what in (
            (nio.Event, self.happened),
            (nio.InviteEvent, self.invited),
        ):
            self.client.add_event_callback(what, kind)
        fine(await self.client.sync(timeout=0, full_state=True))
        self.syncing = asyncio.create_task(self.listen())
        return {"user": self.client.user_id, "device": self.client.device_id, "token": self.client.access_token}

    async def listen(self):
        # Synapse is restarted in the middle of some journeys: go on listening.
        while True:
            try:
                await self.client.sync_forever(timeout=30_000, loop_sleep_time=0)
            except Exception as problem:  # told where nothing comes; whoever stops listening hears nothing more
                print(f"listening again: {problem!r}", file=sys.stderr, flush=True)
                await asyncio.sleep(0.2)

    async def invited(self, room, event):
        if getattr(event, "membership", None) == "invite" and event.state_key == self.client.user_id:
            self.seen.put_nowait({"kind": "invite", "room": room.room_id, "from": event.sender})

    async def happened(self, room, event):
        if event.sender == self.client.user_id and not isinstance(event, nio.RoomMemberEvent):
            return
        content = event.source.get("content", {})
        told = {
            "room": room.room_id,
            "from": event.sender,
            "event": event.event_id,
            "encrypted": bool(event.decrypted) or isinstance(event, nio.MegolmEvent),
        }
        if isinstance(event, nio.MegolmEvent):
            told |= {"kind": "undecryptable"}
        elif isinstance(event, (nio.RoomMessageText, nio.RoomMessageNotice)):
            relation = content.get("m.relates_to") or {}
            edit = relation.get("rel_type") == "m.replace"
            now = content.get("m.new_content", {}) if edit else content
            told |= {
                "kind": "message",
                "replaces": relation.get("event_id") if edit else None,
                "msgtype": now.get("msgtype", ""),
                "body": now.get("body", ""),
                "html": now.get("formatted_body", ""),
                "mentions": now.get("m.mentions"),
                "thread": relation.get("event_id") if relation.get("rel_type") == "m.thread" else None,
            }
        elif isinstance(event, (nio.RoomEncryptedMedia, nio.RoomMessageMedia)):
            told |= {"kind": "file", "msgtype": content.get("msgtype", ""), "body": content.get("body", ""), "content": content}
        elif isinstance(event, nio.RoomMemberEvent):
            told |= {"kind": "member", "who": event.state_key, "membership": event.membership}
        elif isinstance(event, nio.ReactionEvent):
            told |= {"kind": "reaction", "key": event.key, "to": event.reacts_to}
        else:
            told |= {"kind": "other", "type": event.source.get("type"), "content": content}
        self.seen.put_nowait(told)

    async def next(self, seconds):
        try:
            return await asyncio.wait_for(self.seen.get(), seconds)
        except asyncio.TimeoutError:
            return {"kind": "nothing"}

    async def dm(self, invite, version, encrypted, group):
        state = [{"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}]
        made = fine(
            await self.client.room_create(
                room_version=version,
                is_direct=not group,
                preset=nio.RoomPreset.private_chat if group else nio.RoomPreset.trusted_private_chat,
                invite=[invite],
                initial_state=state if encrypted else [],
            )
        )
        return {"room": made.room_id}

    async def joined(self, room, who):
        """Waits until somebody has joined, as this person's client knows it."""
        while not (room in self.client.rooms and who in self.client.rooms[room].users):
            await self.client.synced.wait()
        known = self.client.rooms[room]
        while who in known.invited_users:
            await self.client.synced.wait()
        return {}

    async def say(self, room, text, content=None):
        content = content or {"msgtype": "m.text", "body": text}
        return await self.send(room, "m.room.message", content)

    async def react(self, room, event, key):
        content = {"m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": key}}
        return await self.send(room, "m.reaction", content)

    async def many(self, room, texts):
        """All at once."""
        await asyncio.gather(*(self.say(room, text) for text in texts))
        return {}

    async def redact(self, room, event):
        fine(await self.client.room_redact(room, event))
        return {}

    async def picture(self, room, path):
        with open(path, "rb") as file:
            plain = file.read()
        upload, held = await self.client.upload(
            lambda *_: io.BytesIO(plain), content_type="image/png", filename="image.png", encrypt=True, filesize=len(plain)
        )
        info = {"size": len(plain), "mimetype": "image/png"}
        content = {"msgtype": "m.image", "body": "image.png", "info": info, "file": held | {"url": fine(upload).content_uri}}
        return await self.send(room, "m.room.message", content)

    async def send(self, room, type, content):
        sent = await self.client.room_send(room, type, content, ignore_unverified_devices=True)
        return {"event": fine(sent).event_id}

    async def open(self, content, path):
        """Downloads and decrypts a file that was sent."""
        held = content["file"]
        got = fine(await self.client.download(held["url"]))
        key, hashes = held["key"]["k"], held["hashes"]["sha256"]
        plain = nio.crypto.decrypt_attachment(got.body, key, hashes, held["iv"])
        with open(path, "wb") as file:
            file.write(plain)
        return {"bytes": len(plain)}

    async def join(self, room):
        fine(await self.client.join(room))
        return {}

    async def leave(self, room):
        fine(await self.client.room_leave(room))
        return {}

    async def invite(self, room, who):
        fine(await self.client.room_invite(room, who))
        return {}

    async def kick(self, room, who):
        fine(await self.client.room_kick(room, who))
        return {}

    async def close(self):
        if self.syncing:
            self.syncing.cancel()
        await self.client.close()
        return {}


def fine(answer):
    if isinstance(answer, nio.ErrorResponse):
        raise RuntimeError(str(answer))
    return answer


async def main():
    person = Person()
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=2**22)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        command = json.loads(line)
        try:
            answer = await getattr(person, command.pop("do"))(**command)
        except Exception as problem:  # told to the test, which knows what it expected
            answer = {"error": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), flush=True)


asyncio.run(main())
