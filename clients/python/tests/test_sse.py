import unittest

from wardcast_client.sse import Frame, FrameReader


def read(*chunks: bytes) -> list[Frame]:
    reader = FrameReader()
    return [frame for chunk in chunks for frame in reader.feed(chunk)]


class FramesTest(unittest.TestCase):
    def test_a_frame_has_its_id_event_and_data(self):
        self.assertEqual(
            [Frame("gap", '{"a":1}', "x-1", 2000)],
            read(b'retry: 2000\nid: x-1\nevent: gap\ndata: {"a":1}\n\n'),
        )

    def test_lines_of_data_are_joined(self):
        self.assertEqual([Frame("", "a\n\nb")], read(b"data: a\ndata\ndata:b\n\n"))

    def test_bytes_may_be_cut_anywhere(self):
        whole = "\ufeffid: 1\r\ndata: é漢😀\r\n\r\ndata: two\rdata: 2\r\r: keepalive\n\n".encode()
        expected = read(whole)
        self.assertEqual(["é漢😀", "two\n2", None], [frame.data for frame in expected])
        for cut in range(1, len(whole)):
            self.assertEqual(expected, read(whole[:cut], whole[cut:]), cut)
        self.assertEqual(expected, read(*(bytes([byte]) for byte in whole)))

    def test_a_comment_is_a_sign_of_life_and_nothing_else(self):
        self.assertEqual([Frame()], read(b": keepalive\n\n"))

    def test_an_id_with_nul_and_a_retry_that_is_no_number_are_passed_over(self):
        self.assertEqual([Frame("", "d")], read(b"id: a\0b\nretry: soon\ndata: d\n\n"))

    def test_what_is_not_finished_is_not_told(self):
        self.assertEqual([], read(b"data: half"))


if __name__ == "__main__":
    unittest.main()
