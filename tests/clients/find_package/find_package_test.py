"""The C++ client as a package: installed from the build into a prefix, found and linked by a project that knows nothing else."""

import os
import pathlib
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ['BOOKINGS_BUILD'])
FLAGS = os.environ['BOOKINGS_CXX_FLAGS']  # of sanitizers, which all that is linked together must share
HERE = pathlib.Path(__file__).resolve().parent


def run(*command):
    result = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600, check=False,
                            # Compiled objects do not depend on the folder, which is another one each time.
                            env={**os.environ, 'CCACHE_BASEDIR': tempfile.gettempdir(), 'CCACHE_NOHASHDIR': '1'})
    assert result.returncode == 0, f'{command}\n{result.stdout}'
    return result.stdout


class FindPackage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory()
        cls.addClassCleanup(directory.cleanup)
        cls.folder = pathlib.Path(directory.name)
        cls.prefix = cls.folder / 'prefix'
        run('cmake', '--install', BUILD, '--component', 'client', '--prefix', cls.prefix)

    def test_a_program_finds_and_links_it(self):
        build = self.folder / 'build'
        run('cmake', '-G', 'Ninja', '-S', HERE, '-B', build, f'-DCMAKE_PREFIX_PATH={self.prefix}', f'-DCMAKE_CXX_FLAGS={FLAGS}',
            f'-DCMAKE_CXX_COMPILER_LAUNCHER={os.environ.get("BOOKINGS_LAUNCHER", "")}')
        run('cmake', '--build', build)
        self.assertEqual(run(build / 'count'), '2 bookings\n')

    def test_it_brings_what_is_published_and_nothing_else(self):
        installed = [path.relative_to(self.prefix) for path in self.prefix.rglob('*') if path.is_file()]
        headers = {path.parent.as_posix() for path in installed if path.suffix == '.h'}
        self.assertEqual(headers, {'include/bookings/client', 'include/bookings/v1'})
        libraries = {path.name for path in installed if path.suffix == '.a'}
        self.assertEqual(libraries, {'libbookings_client.a', 'libbookings_client_fake.a', 'libbookings_grpc.a', 'libbookings_proto.a'})

    def test_it_names_no_folder_of_the_build(self):
        """Else it could not be moved, or be built upon elsewhere."""
        for path in self.prefix.rglob('*.cmake'):
            for folder in (BUILD, HERE.parents[2]):
                self.assertNotIn(str(folder), path.read_text(), path)


if __name__ == '__main__':
    unittest.main()
