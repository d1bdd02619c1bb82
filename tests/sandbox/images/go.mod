// What runs in the containers of a real node, and the packer of their images. The standard library is all it needs.
module acme.test/sandbox/images

go 1.24
