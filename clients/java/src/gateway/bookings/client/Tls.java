package gateway.bookings.client;

import io.grpc.ChannelCredentials;
import io.grpc.TlsChannelCredentials;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

/** PEM files. No {@code caFile} = Java's authorities; {@code certificateFile} and {@code keyFile} go together. Each may be null. */
public record Tls(Path caFile, Path certificateFile, Path keyFile) {
  ChannelCredentials credentials() {
    TlsChannelCredentials.Builder builder = TlsChannelCredentials.newBuilder();
    try {
      if (caFile != null) {
        builder.trustManager(caFile.toFile());
      }
      if (certificateFile != null || keyFile != null) {
        builder.keyManager(file(certificateFile), file(keyFile));
      }
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("TLS: " + unreadable.getMessage(), unreadable);
    }
    return builder.build();
  }

  private static File file(Path path) {
    if (path == null) {
      throw new IllegalArgumentException("TLS: a certificate and its key go together");
    }
    return path.toFile();
  }
}
