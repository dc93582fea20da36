"""Signs schemathesis in on a demonstration platform, as a registered citizen.

A fresh account every few seconds: the tester erases the one it has (DELETE /v1/me is an operation like any other).
"""

import itertools
import uuid

import requests
import schemathesis

_numbers = itertools.count()


@schemathesis.auth(refresh_interval=2)
class Citizen:
    def get(self, case, context):
        base = case.operation.schema.get_base_url().rstrip("/").removesuffix("/v1")
        email = f"fuzz{next(_numbers)}@citoyen.example"

        def call(method, path, body, **headers):
            answer = requests.request(
                method, base + path, json=body, timeout=10,
                headers={"Idempotency-Key": str(uuid.uuid4()), **headers},
            )
            answer.raise_for_status()
            return answer.json()

        code = call("POST", "/v1/auth/codes", {"email": email, "lang": "fr"})["demo_code"]
        tokens = call("POST", "/v1/auth/sessions", {"email": email, "code": code, "device": "schemathesis"})
        token = tokens["access_token"]
        registration = {"of_age": True, "civil_rights": True, "place": "Orsay", "charter": True}
        call("PUT", "/v1/me/registration", registration, Authorization=f"Bearer {token}")
        return token

    def set(self, case, data, context):
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"
