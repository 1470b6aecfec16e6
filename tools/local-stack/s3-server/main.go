// Command local-s3 is the local S3-compatible object store: the Versity S3
// gateway (Apache-2.0) on a directory, as a library, with four defects of its
// release 1.8.0 mended in front of it (upstream: pull request 2415, merged after
// the release, for the first; issue 2398 for the second):
//
//   - a PUT whose plain body ends before Content-Length (a client that died, a
//     cancelled browser upload through a presigned URL) was stored as a whole,
//     shorter object; S3 answers IncompleteBody and stores nothing;
//   - "aws-chunked" was kept in the object's Content-Encoding when a stream was
//     sent with a trailing checksum (the default of @aws-sdk/client-s3);
//   - a put beside the delete of the last object below the same prefix failed now
//     and then with 409 ExistingObjectIsDirectory;
//   - a GET or HEAD beside a put of the same key now and then gave the ETag of one
//     version with the body or length of another.
//
// Environment: ROOT_ACCESS_KEY_ID, ROOT_SECRET_ACCESS_KEY (both required),
// LOCAL_S3_ADDR (127.0.0.1:9000), LOCAL_S3_DIR (required), LOCAL_S3_REGION
// (us-east-1), LOCAL_S3_CORS_ORIGIN (default Access-Control-Allow-Origin),
// LOCAL_S3_EXIT_WITH_STDIN (1: stop when standard input ends, so that the server
// never outlives the process that started it, not even after its kill -9).
package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/versity/versitygw/backend"
	"github.com/versity/versitygw/backend/meta"
	"github.com/versity/versitygw/backend/posix"
	"github.com/versity/versitygw/embedgw"
	"github.com/versity/versitygw/s3api/middlewares"
	"github.com/versity/versitygw/s3err"
	"github.com/versity/versitygw/s3response"
)

// bodyReader fails with IncompleteBody where the body ends too early, and calls
// atEnd once when all of the body was read, right before the object is put in
// its place.
type bodyReader struct {
	io.Reader
	left  int64 // bytes still to come
	check bool  // whether left is known
	atEnd func()
}

func (b *bodyReader) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.left -= int64(n)
	if err == io.EOF {
		if b.check && b.left > 0 {
			return n, s3err.GetAPIError(s3err.ErrIncompleteBody)
		}
		if b.atEnd != nil {
			b.atEnd()
			b.atEnd = nil
		}
	}
	return n, err
}

// sumReader keeps the checksum of an aws-chunked body within the backend's
// reach. Such a body knows itself when it is cut short.
type sumReader struct {
	bodyReader
	sum middlewares.ChecksumReader
}

func (s *sumReader) Algorithm() string { return s.sum.Algorithm() }
func (s *sumReader) Checksum() string  { return s.sum.Checksum() }

func wrap(body io.Reader, length *int64, atEnd func()) io.Reader {
	if body == nil {
		return nil
	}
	if sum, ok := body.(middlewares.ChecksumReader); ok {
		return &sumReader{bodyReader{Reader: body, atEnd: atEnd}, sum}
	}
	b := &bodyReader{Reader: body, atEnd: atEnd}
	if length != nil {
		b.left, b.check = *length, true
	}
	return b
}

func coding(v *string) *string {
	if v == nil {
		return nil
	}
	var keep []string
	for _, c := range strings.Split(*v, ",") {
		if c = strings.TrimSpace(c); c != "" && !strings.EqualFold(c, "aws-chunked") {
			keep = append(keep, c)
		}
	}
	s := strings.Join(keep, ",")
	return &s
}

// store puts two kinds of locks in front of the backend.
//
// prune: no delete removes emptied folders while a put makes the folders of its
// key; puts hold it together, a delete holds it alone.
//
// keys: what GET, HEAD and COPY say of an object (ETag, length, metadata,
// checksum) and its body are of one version; the backend reads them one after
// another. Readers hold the lock of their key together until the file is open,
// writers hold it alone while they put the object in its place.
//
// Writers take both only from the end of the body on, prune first, then keys in
// rising order, so a slow upload or download never holds anything.
type store struct {
	*posix.Posix
	prune *sync.RWMutex
	keys  *[512]sync.RWMutex
}

func stripe(bucket, key *string) int {
	h := fnv.New32a()
	if bucket != nil && key != nil {
		_, _ = io.WriteString(h, *bucket+"/"+*key)
	}
	return int(h.Sum32() % 512)
}

// read and write return the function that gives the locks back.
func (s store) read(bucket, key *string) func() {
	m := &s.keys[stripe(bucket, key)]
	m.RLock()
	return m.RUnlock
}

func (s store) write(bucket, key *string) func() {
	s.prune.RLock()
	m := &s.keys[stripe(bucket, key)]
	m.Lock()
	return func() { m.Unlock(); s.prune.RUnlock() }
}

func (s store) PutObject(ctx context.Context, in s3response.PutObjectInput) (s3response.PutObjectOutput, error) {
	release := func() {}
	in.Body = wrap(in.Body, in.ContentLength, func() { release = s.write(in.Bucket, in.Key) })
	in.ContentEncoding = coding(in.ContentEncoding)
	defer func() { release() }()
	return s.Posix.PutObject(ctx, in)
}

func (s store) UploadPart(ctx context.Context, in *s3.UploadPartInput) (*s3.UploadPartOutput, error) {
	in.Body = wrap(in.Body, in.ContentLength, nil)
	return s.Posix.UploadPart(ctx, in)
}

func (s store) CompleteMultipartUpload(ctx context.Context, in *s3.CompleteMultipartUploadInput) (s3response.CompleteMultipartUploadResult, string, error) {
	defer s.write(in.Bucket, in.Key)()
	return s.Posix.CompleteMultipartUpload(ctx, in)
}

func (s store) CopyObject(ctx context.Context, in s3response.CopyObjectInput) (s3response.CopyObjectOutput, error) {
	dst, src := stripe(in.Bucket, in.Key), -1
	if in.CopySource != nil {
		if b, k, _, err := backend.ParseCopySource(*in.CopySource); err == nil {
			src = stripe(&b, &k)
		}
	}
	s.prune.RLock()
	defer s.prune.RUnlock()
	if src >= 0 && src < dst {
		s.keys[src].RLock()
		defer s.keys[src].RUnlock()
	}
	s.keys[dst].Lock()
	defer s.keys[dst].Unlock()
	if src > dst {
		s.keys[src].RLock()
		defer s.keys[src].RUnlock()
	}
	return s.Posix.CopyObject(ctx, in)
}

func (s store) UploadPartCopy(ctx context.Context, in *s3.UploadPartCopyInput) (s3response.CopyPartResult, error) {
	if in.CopySource != nil {
		if b, k, _, err := backend.ParseCopySource(*in.CopySource); err == nil {
			defer s.read(&b, &k)()
		}
	}
	return s.Posix.UploadPartCopy(ctx, in)
}

func (s store) GetObject(ctx context.Context, in *s3.GetObjectInput) (*s3.GetObjectOutput, error) {
	defer s.read(in.Bucket, in.Key)()
	return s.Posix.GetObject(ctx, in)
}

func (s store) HeadObject(ctx context.Context, in *s3.HeadObjectInput) (*s3.HeadObjectOutput, error) {
	defer s.read(in.Bucket, in.Key)()
	return s.Posix.HeadObject(ctx, in)
}

func (s store) GetObjectAttributes(ctx context.Context, in *s3.GetObjectAttributesInput) (s3response.GetObjectAttributesResponse, error) {
	defer s.read(in.Bucket, in.Key)()
	return s.Posix.GetObjectAttributes(ctx, in)
}

func (s store) DeleteObject(ctx context.Context, in *s3.DeleteObjectInput) (*s3.DeleteObjectOutput, error) {
	s.prune.Lock()
	defer s.prune.Unlock()
	m := &s.keys[stripe(in.Bucket, in.Key)]
	m.Lock()
	defer m.Unlock()
	return s.Posix.DeleteObject(ctx, in)
}

func (s store) DeleteObjects(ctx context.Context, in *s3.DeleteObjectsInput) (s3response.DeleteResult, error) {
	s.prune.Lock()
	defer s.prune.Unlock()
	return s.Posix.DeleteObjects(ctx, in)
}

func (s store) CreateMultipartUpload(ctx context.Context, in s3response.CreateMultipartUploadInput) (s3response.InitiateMultipartUploadResult, error) {
	in.ContentEncoding = coding(in.ContentEncoding)
	return s.Posix.CreateMultipartUpload(ctx, in)
}

func env(name, def string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return def
}

func run() error {
	dir := os.Getenv("LOCAL_S3_DIR")
	if dir == "" {
		return fmt.Errorf("LOCAL_S3_DIR is not set")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	data, versions := filepath.Join(dir, "data"), filepath.Join(dir, "versions")
	opts := posix.PosixOpts{VersioningDir: versions, Concurrency: 5000, CopyObjectThreshold: 5 << 30}
	opts.SetNewDirPerm(0o755)
	opts.SetNewFilePerm(0o644)
	for _, d := range []string{data, versions} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return err
		}
	}
	// Only extended attributes: with the gateway's sidecar metadata an object and
	// its metadata are not replaced together (seen: wrong checksums under two
	// writers, and after kill -9).
	ms := meta.XattrMeta{}
	if err := ms.Test(data); err != nil {
		return fmt.Errorf("%s is on a file system without extended attributes: %w", data, err)
	}
	be, err := posix.New(data, ms, opts)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if os.Getenv("LOCAL_S3_EXIT_WITH_STDIN") == "1" {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			cancel()
		}()
	}
	return embedgw.RunVersityGW(ctx, store{be, &sync.RWMutex{}, &[512]sync.RWMutex{}}, &embedgw.Config{
		RootUserAccess: os.Getenv("ROOT_ACCESS_KEY_ID"), RootUserSecret: os.Getenv("ROOT_SECRET_ACCESS_KEY"),
		Region: env("LOCAL_S3_REGION", "us-east-1"), Ports: []string{env("LOCAL_S3_ADDR", "127.0.0.1:9000")},
		MaxConnections: 10000, MaxRequests: 5000, MultipartMaxParts: 10000,
		// No KeepAlive (its default): with kept connections 2 of 55000 requests of an
		// aws-chunked put and get mix got 400 BadRequest "error when parsing the HTTP
		// request"; without, none of 74000. Cause not found.
		Quiet: true, HealthPath: "/_health", CORSAllowOrigin: os.Getenv("LOCAL_S3_CORS_ORIGIN"),
	})
}

func main() {
	if err := run(); err != nil && err != context.Canceled {
		fmt.Fprintln(os.Stderr, "local-s3:", err)
		os.Exit(1)
	}
}
