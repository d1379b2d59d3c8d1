"""BDAT for aiosmtpd, which has none (RFC 3030 §2): one chunk, the last, is the whole text."""

from aiosmtpd.smtp import SMTP


class ChunkingSMTP(SMTP):
    async def smtp_RCPT(self, arg: str) -> None:  # noqa: N802 -- aiosmtpd finds it by this name
        # Whether the text is here before the envelope has its answer.
        flies = bytes(self._reader._buffer[:4]) == b"BDAT"
        await super().smtp_RCPT(arg)
        self.envelope.flew = flies

    async def smtp_BDAT(self, arg: str) -> None:  # noqa: N802 -- the same
        size, last = arg.split()
        assert last == "LAST"
        content = await self._reader.readexactly(int(size))
        if not self.envelope.rcpt_tos:
            await self.push("554 5.5.1 no valid recipients")  # and what came is thrown away
            return
        self.envelope.content = self.envelope.original_content = content
        status = await self._call_handler_hook("DATA")
        self._set_post_data_state()
        await self.push(status)
