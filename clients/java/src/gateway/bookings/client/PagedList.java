package gateway.bookings.client;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The items of all pages, to be iterated once, as one sequence that outlives broken connections: it resumes behind the last page that was handed
 * out. Close a list that is left early.
 */
abstract class PagedList<P, T> implements Iterable<T>, AutoCloseable {
  private final Attempts attempts;
  private final Iterator<T> iterator = new Items();
  private Iterator<T> items = Collections.emptyIterator();
  private String tokenBehindPage;
  private Iterator<P> pages;
  private Context.CancellableContext context;
  private boolean ended;
  private String token;

  PagedList(Attempts attempts, String token) {
    this.attempts = attempts;
    this.token = token;
    this.tokenBehindPage = token;
  }

  /** Opens the stream behind a token. */
  abstract Iterator<P> open(String token, long timeoutNanos);

  abstract Iterator<T> itemsOf(P page);

  abstract String tokenOf(P page);

  abstract boolean isLast(P page);

  /** Called when the gateway has said that it is done. */
  abstract void finish();

  /** Resumes behind the last page whose items were all handed out. */
  public String pageToken() {
    return token;
  }

  @Override
  public Iterator<T> iterator() {
    return iterator;
  }

  @Override
  public void close() {
    ended = true;
    items = Collections.emptyIterator();
    leave();
  }

  private void leave() {
    if (context != null) {
      context.cancel(null);
    }
    pages = null;
  }

  // Whether a page has come; false at the end of the list.
  private boolean nextPage() {
    while (!ended) {
      try {
        P page = receive();
        if (!tokenOf(page).equals(tokenBehindPage)) {  // else it leads nowhere: attempts stay bounded
          attempts.progress();
        }
        tokenBehindPage = tokenOf(page);
        items = itemsOf(page);
        ended = isLast(page);
        return true;
      } catch (StatusRuntimeException failure) {
        leave();
        GatewayException error = GatewayException.of(failure).withPageToken(token);
        try {
          attempts.waitAfter(error, Attempts::streamMayPass);
        } catch (GatewayException last) {
          ended = true;
          throw last;
        }
      }
    }
    return false;
  }

  private P receive() {
    if (pages == null) {
      context = Context.current().withCancellation();
      Context before = context.attach();
      try {
        pages = open(token, attempts.leftNanos());
      } finally {
        context.detach(before);
      }
    }
    if (!pages.hasNext()) {
      throw Status.UNAVAILABLE.withDescription("the stream ended before the list did").asRuntimeException();
    }
    return pages.next();
  }

  private final class Items implements Iterator<T> {
    private boolean finished;

    @Override
    public boolean hasNext() {
      while (!items.hasNext()) {
        token = tokenBehindPage;
        if (!nextPage()) {
          leave();
          if (!finished) {
            finished = true;
            finish();
          }
          return false;
        }
      }
      return true;
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return items.next();
    }
  }
}
