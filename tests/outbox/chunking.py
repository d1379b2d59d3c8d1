"""BDAT for aiosmtpd, which has none (RFC 3030 §2): one chunk, the last, is the whole text."""

from aiosmtpd.smtp import SMTP


class ChunkingSMTP(SMTP):
    async def smtp_BDAT(self, arg: str) -> None:  # noqa: N802 -- aiosmtpd finds it by this name
        size, last = arg.split()
        assert last == "LAST"
        content = await self._reader.readexactly(int(size))
        if not self.envelope.rcpt_tos:
            await self.push("554 5.5.1 no valid recipients")  # and what came is thrown away
            return
        self.envelope.content = self.envelope.original_content = content
        self.envelope.flew = True
        status = await self._call_handler_hook("DATA")
        self._set_post_data_state()
        await self.push(status)
